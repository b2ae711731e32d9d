using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// RWM, radian weight modification (Zhang et al., AAAI 2024), on OWM: each layer's gradient G becomes G (P / |P| + tan(theta) Q / |Q|), P the
/// projector of OWM, Q = I - P the directions of earlier inputs; theta = pi/4 + 1/2 sum_i tau_i asin(pi_i), pi the softmax over the batch of
/// the scores of the samples' own classes. Compact classes (tau 1) may move what was learned before, spread ones (tau -1) move the rest.
/// </summary>
/// <remarks>
/// tau of a class is 1 where the mean cosine distance of its samples' features to their mean is at most the median of all classes seen, by
/// the model before the experience, or where <c>compact</c> names the class. A class with fewer than two samples has no such distance: its
/// tau is 0, and a message says so. |.| is the Frobenius norm. theta stays below pi/2 by <c>margin</c>: the tangent has no limit.
/// </remarks>
/// <param name="options">The options.</param>
[Component("rwm")]
[Declares("memory", "none")]
[Declares("boundaries", "needed")]
[Declares("holds", "a projector for each layer")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence("RadianWeightTests.The_angle_is_that_of_the_formula_and_never_a_right_one", Table = "comparisons/classification/mnist.json")]
[Needs<IClassifierHead>("the classifier's rows are projected as well, and class scores weigh the samples")]
public sealed class RadianWeightStrategy(RadianWeightOptions options) : IStrategy, IStateful, IKeepsTensors, IDisposable
{
    private readonly LayerProjectors _projectors = new();
    private readonly SortedDictionary<int, double> _distances = [];
    private readonly SortedDictionary<int, int> _signs = [];
    private double _angle = Math.PI / 4;

    /// <summary>theta of the latest step, in radians.</summary>
    public double AngleOfStep => _angle;

    /// <inheritdoc/>
    public long KeptBytes => _projectors.Bytes;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        if (!context.Boundaries)
        {
            throw Refusal.Of(
                "RWM protects what earlier experiences gave to a layer, and this stream tells no boundaries",
                "Set the benchmark's boundaries to true.");
        }

        ProjectedLayer.Of(context.Model);
    }

    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context)
    {
        foreach (var label in options.Compact.Length > 0 ? [] : context.Experience.Classes)
        {
            SampleInfo[] own = [.. context.Experience.Train.Where(sample => sample.Label == label)];
            if (own.Length > 1) _distances[label] = Distance(context, own);
        }

        foreach (var label in context.Experience.Classes)
        {
            _signs[label] = Sign(context, label);
            if (_signs[label] == 0)
            {
                context.Events.Publish(new MessageReported
                {
                    Text = $"RWM's tau of class '{context.ClassNames[label]}' is undefined, as it has fewer than two samples: it is taken as 0.",
                });
            }
        }
    }

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        using var noGrad = no_grad();
        var labels = loss.Batch.Labels();
        var scores = loss.Student[OutputKeys.Logits].detach().to(ScalarType.Float64).cpu();
        int[] rows = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] >= 0)];
        double[] own = [.. rows.Select(row => scores[row, labels[row]].ToDouble())];
        _angle = Angle(own, [.. rows.Select(row => _signs.GetValueOrDefault(labels[row]))], options.Margin);
    }

    /// <inheritdoc/>
    public void AfterBackward(ILearningContext context, StepInfo step)
    {
        if (!_projectors.Empty) _projectors.Edit(context.Model, (projector, gradient) => Modify(projector.Matrix, gradient, _angle));
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context)
    {
        if (context.Experience.Index < context.ExperienceCount - 1) _projectors.Take(context, "rwm", options.BatchSize, _ => options.Alpha);
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        _projectors.SaveState(state);
        state.Json["distances"] = new JsonObject(_distances.Select(pair => KeyValuePair.Create(Key(pair.Key), (JsonNode?)pair.Value)));
        state.Json["signs"] = new JsonObject(_signs.Select(pair => KeyValuePair.Create(Key(pair.Key), (JsonNode?)pair.Value)));
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        _projectors.LoadState(state, context);
        _distances.Clear();
        _signs.Clear();
        foreach (var (label, distance) in state.Json["distances"]!.AsObject()) _distances[Label(label)] = (double)distance!;
        foreach (var (label, sign) in state.Json["signs"]!.AsObject()) _signs[Label(label)] = (int)sign!;
    }

    /// <inheritdoc/>
    public void Dispose() => _projectors.Dispose();

    /// <summary>theta of a batch: pi/4 + 1/2 sum_i tau_i asin(pi_i), from 0 to pi/2 - margin.</summary>
    /// <param name="scores">The score of each sample's own class.</param>
    /// <param name="signs">tau of each sample: 1, -1 or 0.</param>
    /// <param name="margin">How far theta stays below pi/2.</param>
    /// <returns>The angle in radians.</returns>
    public static double Angle(double[] scores, int[] signs, double margin)
    {
        if (scores.Length == 0) return Math.PI / 4;
        var largest = scores.Max();
        double[] powers = [.. scores.Select(score => Math.Exp(score - largest))];
        var sum = powers.Sum();
        var turn = powers.Zip(signs, (power, sign) => sign * Math.Asin(Math.Min(1, power / sum))).Sum();
        return Math.Clamp((Math.PI / 4) + (turn / 2), 0, (Math.PI / 2) - margin);
    }

    /// <summary>The modified gradient G (P / |P| + tan(theta) Q / |Q|), Q = I - P; without Q where nothing was seen yet.</summary>
    /// <param name="projector">P, symmetric, float64 (inputs, inputs).</param>
    /// <param name="gradient">G, (outputs, inputs).</param>
    /// <param name="angle">theta.</param>
    /// <returns>A gradient of the same type, in the current dispose scope.</returns>
    public static Tensor Modify(Tensor projector, Tensor gradient, double angle)
    {
        using var scope = NewDisposeScope();
        var whole = gradient.to(ScalarType.Float64);
        var free = whole.matmul(projector);
        var result = free / projector.norm();
        var taken = (eye(projector.size(0), dtype: ScalarType.Float64, device: projector.device) - projector).norm().ToDouble();
        if (taken > 1e-12) result += (whole - free) * (Math.Tan(angle) / taken);
        return result.to(gradient.dtype).MoveToOuterDisposeScope();
    }

    private static string Key(int label) => label.ToString(CultureInfo.InvariantCulture);

    private static int Label(string key) => int.Parse(key, CultureInfo.InvariantCulture);

    private static double Distance(ILearningContext context, SampleInfo[] samples)
    {
        var rows = SampleFeatures.Of(context, samples, FeatureKind.Model, normalise: true).Values.ToArray();
        var mean = new double[rows[0].Length];
        foreach (var row in rows)
            for (var i = 0; i < mean.Length; i++) mean[i] += row[i] / rows.Length;
        var length = Math.Sqrt(mean.Sum(value => value * value));
        return length == 0 ? 1 : rows.Average(row => 1 - (row.Zip(mean, (a, b) => a * b).Sum() / length));
    }

    private int Sign(ILearningContext context, int label)
    {
        if (options.Compact.Length > 0) return options.Compact.Contains(context.ClassNames[label], StringComparer.Ordinal) ? 1 : -1;
        if (!_distances.TryGetValue(label, out var own)) return 0;
        double[] all = [.. _distances.Values.Order()];
        var median = all.Length % 2 == 1 ? all[all.Length / 2] : (all[(all.Length / 2) - 1] + all[all.Length / 2]) / 2;
        return own <= median ? 1 : -1;
    }
}

/// <summary>Options of RWM.</summary>
public sealed class RadianWeightOptions
{
    /// <summary>Regularisation alpha of the projector; 1 in the original.</summary>
    [Range(1e-12, 1e6)]
    public double Alpha { get; set; } = 1;

    /// <summary>Samples in a mini-batch whose mean input counts.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 40;

    /// <summary>Names of the classes that are compact, such as genuine speech; the others are spread. None: told by their features.</summary>
    public string[] Compact { get; set; } = [];

    /// <summary>How far the angle stays below a right one, in radians; ours: the original has no limit.</summary>
    [Range(1e-6, 0.7)]
    public double Margin { get; set; } = 0.01;
}
