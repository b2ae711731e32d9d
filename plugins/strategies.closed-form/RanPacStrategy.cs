namespace PluginHost.Plugins.ClosedForm;

/// <summary>
/// RanPAC: ridge regression on sums over a random projection of frozen features, its strength chosen anew in every experience. McDonnell
/// et al., "RanPAC: Random Projections and Pre-trained Models for Continual Learning", NeurIPS 2023: with h = relu(z W), G = sum h h^T
/// and C = sum h y^T the classifier is (G + lambda I)^-1 C. Lambda is the power of ten whose regression on four fifths of the experience
/// has the least squared error on the other fifth; all samples join the sums.
/// </summary>
/// <remarks>In a stream without boundaries nothing is held out: lambda stays the one of the options.</remarks>
/// <param name="options">The options.</param>
/// <param name="random">Draws the projection and what is held out.</param>
[Component("ranpac")]
[Declares("memory", "none")]
[Declares("boundaries", "not needed")]
[Declares("holds", "the Gram matrix of projected features and the projection")]
[Declares("fits", "class-incremental with a frozen backbone; online")]
[Evidence(
    "RanPacTests.Scores_are_those_of_the_joint_ridge_of_the_strength_chosen_last",
    Table = "comparisons/classification/pictures.json")]
[Needs<IPenultimateFeatures>("the regression is over features")]
public sealed class RanPacStrategy(RanPacOptions options, RandomSource random) : ClosedFormStrategy<RidgeSumsHead>
{
    private static readonly double[] s_candidates = [.. Enumerable.Range(-8, 17).Select(power => Math.Pow(10, power))];
    private RandomExpansion? _projection;

    /// <inheritdoc/>
    public override long KeptBytes => base.KeptBytes + (_projection is null ? 0 : TensorBytes.Of(_projection.get_buffer("weight")!));

    /// <inheritdoc/>
    protected override FeatureSource Source => options.Features;

    /// <inheritdoc/>
    public override void AfterExperience(ILearningContext context)
    {
        var train = context.Experience.Train;
        var held = random.Stream("ranpac.held", context.Experience.Index).Choose(train.Count, train.Count / 5)
            .Select(index => train[index].Id).ToHashSet(StringComparer.Ordinal);
        var (features, labels) = (new List<Tensor>(), new List<Tensor>());
        RidgeSumsHead? trial = null;
        LearnAll(context, [.. train.Where(sample => !held.Contains(sample.Id))], fresh =>
            (trial ??= CreateHead(Head!.Width, context.Device)).Add(fresh.Features, fresh.Labels));
        LearnAll(context, [.. train.Where(sample => held.Contains(sample.Id))], fresh =>
        {
            features.Add(fresh.Features.MoveToOuterDisposeScope());
            labels.Add(fresh.Labels.MoveToOuterDisposeScope());
        });
        // What four fifths could be solved with may fail with all samples, by rounding alone.
        if (trial is not null && features.Count > 0) Head!.SettleFrom(Choose(trial, cat([.. features], 0), cat([.. labels], 0)));
        trial?.Dispose();
    }

    /// <inheritdoc/>
    public override void SaveState(StateBag state)
    {
        base.SaveState(state);
        state.Json["lambda"] = Head?.Lambda;
    }

    /// <inheritdoc/>
    public override void LoadState(StateBag state, ILearningContext context)
    {
        base.LoadState(state, context);
        if (Head is { } head && (double?)state.Json["lambda"] is { } lambda) head.Lambda = lambda;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _projection?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override RidgeSumsHead CreateHead(int width, Device device) => new(width, options.Lambda, device);

    /// <inheritdoc/>
    protected override int Width(ILearningContext context) => options.Width;

    /// <inheritdoc/>
    protected override Tensor Features(ILearningContext context, Batch batch, ModelOutput? output)
    {
        var features = base.Features(context, batch, output);
        return Expansion(ref _projection, features, options.Width, random.SeedFor("ranpac"), context.Device).call(features);
    }

    /// <summary>The candidate of the least error; of equal ones the smallest. A class that was held out whole judges nothing.</summary>
    private static double Choose(RidgeSumsHead trial, Tensor features, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var known = labels < trial.Classes;
        var (x, y) = (features[known.to(features.device)], labels[known]);
        return y.size(0) == 0 ? trial.Lambda : s_candidates.MinBy(candidate =>
        {
            trial.Lambda = candidate;
            return trial.SquaredError(x, y);
        });
    }
}

/// <summary>Options of RanPAC.</summary>
public sealed class RanPacOptions
{
    /// <summary>What is projected: the model's penultimate features, or the input itself.</summary>
    public FeatureSource Features { get; set; }

    /// <summary>Width of the random projection, 10000 in the paper. Memory is 8 bytes times its square.</summary>
    [Range(1, 65_536)]
    public int Width { get; set; } = 10_000;

    /// <summary>The ridge where none is chosen: in a stream without boundaries, or with fewer than five samples in an experience.</summary>
    [Range(1e-12, 1e12)]
    public double Lambda { get; set; } = 100;
}
