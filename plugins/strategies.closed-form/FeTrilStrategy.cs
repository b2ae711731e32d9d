using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClosedForm;

/// <summary>
/// FeTrIL: the first experience trains the model; later, features of new samples are moved to where past classes were, and a linear classifier
/// learns new and moved ones. Petit et al., "FeTrIL: Feature Translation for Exemplar-Free Class-Incremental Learning", WACV 2023: a past
/// class p is given f(x) - mu_n + mu_p (eq. 1) for the samples x of the new class n whose mean has the largest cosine to that of p.
/// The classifier is a linear support vector machine over features at length 1.
/// </summary>
/// <param name="options">The options.</param>
[Component("fetril")]
[Declares("memory", "none")]
[Declares("boundaries", "needed")]
[Declares("holds", "class means")]
[Declares("fits", "class-incremental with a frozen backbone")]
[Evidence(
    "FeTrilTests.A_past_class_is_given_the_samples_of_the_most_similar_new_class_moved_to_its_mean",
    Table = "comparisons/classification/mnist.json")]
[Needs<IPenultimateFeatures>("features are moved to past classes")]
public sealed class FeTrilStrategy(FeTrilOptions options) : ClosedFormStrategy<NearestMeanHead>
{
    private const string Rows = "rows";
    private Tensor? _rows;

    /// <summary>The classifier, (classes, D + 1) in float64: weights, then intercept; <see langword="null"/> before it is solved.</summary>
    public Tensor? Classifier => _rows;

    /// <inheritdoc/>
    public override long KeptBytes => base.KeptBytes + (_rows is null ? 0 : TensorBytes.Of(_rows));

    /// <inheritdoc/>
    protected override bool TrainsFirst => options.BaseTraining;

    /// <inheritdoc/>
    protected override FeatureSource Source => options.Features;

    /// <inheritdoc/>
    public override void BeforeStream(ILearningContext context)
    {
        if (!context.Boundaries)
        {
            throw Fault("CF0101", "strategy", "The method learns at the end of an experience, but the stream does not tell where that is",
                "a benchmark with boundaries", "Set the benchmark's boundaries to true, or choose g-acil or slda, which learn without.");
        }

        base.BeforeStream(context);
    }

    /// <inheritdoc/>
    public override void AfterExperience(ILearningContext context)
    {
        var (features, labels) = (new List<Tensor>(), new List<Tensor>());
        LearnAll(context, context.Experience.Train, fresh =>
        {
            features.Add(fresh.Features.to(ScalarType.Float64).MoveToOuterDisposeScope());
            labels.Add(fresh.Labels.MoveToOuterDisposeScope());
        });
        if (features.Count == 0) return;
        var (x, y) = WithMoved(cat([.. features], 0), cat([.. labels], 0), Head!.Means(), Head.State["counts"]);
        Replace(SupportVectors.Solve(nn.functional.normalize(x, 2, 1), y, Head.Classes, options.Penalty));
    }

    /// <summary>Adds to the samples of new classes those that are moved to past ones.</summary>
    /// <param name="features">Features of new samples, float64 (N, D).</param>
    /// <param name="labels">Their classes, (N) whole numbers.</param>
    /// <param name="means">The means of all classes, (classes, D).</param>
    /// <param name="counts">The number of samples of each class; past classes are those that have some and none among the new.</param>
    /// <returns>Features and labels, the new ones first, in the current dispose scope.</returns>
    public static (Tensor Features, Tensor Labels) WithMoved(Tensor features, Tensor labels, Tensor means, Tensor counts)
    {
        var all = labels.data<long>().ToArray();
        int[] fresh = [.. all.Distinct().Order().Select(label => (int)label)];
        var known = counts.cpu().data<double>().ToArray();
        int[] past = [.. Enumerable.Range(0, known.Length).Where(label => known[label] > 0 && !fresh.Contains(label))];
        var unit = nn.functional.normalize(means, 2, 1);
        var (parts, named) = (new List<Tensor> { features }, new List<long>(all));
        foreach (var label in past)
        {
            var cosines = unit.index_select(0, tensor(fresh.Select(each => (long)each).ToArray(), device: means.device)).matmul(unit[label]);
            var nearest = fresh[cosines.argmax().ToInt64()];
            long[] rows = [.. Enumerable.Range(0, all.Length).Where(row => all[row] == nearest).Select(row => (long)row)];
            parts.Add(features.index_select(0, tensor(rows, device: features.device)) - means[nearest] + means[label]);
            named.AddRange(rows.Select(_ => (long)label));
        }

        return (cat([.. parts], 0), tensor(named.ToArray()));
    }

    /// <inheritdoc/>
    public override void SaveState(StateBag state)
    {
        base.SaveState(state);
        if (_rows is not null) state.Tensors[Rows] = _rows;
    }

    /// <inheritdoc/>
    public override void LoadState(StateBag state, ILearningContext context)
    {
        base.LoadState(state, context);
        Replace(state.Tensors.TryGetValue(Rows, out var rows) ? rows.to(context.Device, copy: true) : null);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Replace(null);
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override NearestMeanHead CreateHead(int width, Device device) => new(width, MeanDistance.Cosine, device: device);

    /// <inheritdoc/>
    protected override Tensor Scores(Tensor features)
    {
        var rows = _rows!;
        var width = rows.size(1) - 1;
        var scores = nn.functional.normalize(features.to(ScalarType.Float64), 2, 1).matmul(rows.narrow(1, 0, width).t()) + rows.select(1, width);
        return scores.masked_fill(Head!.State["counts"] == 0, double.NegativeInfinity);
    }

    private void Replace(Tensor? rows)
    {
        _rows?.Dispose();
        _rows = rows?.DetachFromDisposeScope();
    }
}

/// <summary>Options of FeTrIL.</summary>
public sealed class FeTrilOptions
{
    /// <summary>What is moved and classified: the model's penultimate features, or the input itself.</summary>
    public FeatureSource Features { get; set; }

    /// <summary>The penalty C of the support vector machine; 1 in the released code.</summary>
    [Range(1e-9, 1e9)]
    public double Penalty { get; set; } = 1;

    /// <summary>Whether the engine trains the model in the first experience, as the original does; false for a pre-trained model.</summary>
    public bool BaseTraining { get; set; } = true;
}
