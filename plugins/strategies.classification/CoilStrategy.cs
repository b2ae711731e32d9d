using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// Coil, co-transport for class-incremental learning (Zhou et al., ACM Multimedia 2021): rows of the classifier travel between old and new
/// classes by optimal transport between class means. New rows begin as old ones moved forward (prospective); old rows moved back from new
/// ones are to say what the model before said (retrospective). Base loss + weight · distillation, or (1 - l) base loss + l distillation.
/// </summary>
/// <remarks>
/// Means are those of features at length 1: of old classes over their exemplars, of new ones over their samples. The cost is the p-norm of
/// differences of means at length 1. In the first epoch the new rows are held to the moved ones; from the second on the way back counts with
/// the square of the phase's share that has passed, its plan made anew in each epoch.
/// </remarks>
/// <param name="options">The options.</param>
[Component("coil")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "a teacher and the transported classifier")]
[Declares("fits", "class-incremental")]
[Evidence("CoilTests.New_rows_begin_as_moved_ones_and_the_terms_follow_one_another", Table = "comparisons/classification/mnist.json")]
[Evidence("CoilTests.The_plan_is_that_of_numpy_and_without_entropy_that_of_the_linear_programme_of_scipy")]
[Needs<IClassifierHead>("rows of the classifier are moved between classes")]
public sealed class CoilStrategy(CoilOptions options) : IStrategy, IStateful, IKeepsTensors, IDisposable
{
    private const string Forward = "forward";
    private const string Back = "back";
    private readonly Teacher _teacher = new(options.Temperature);
    private Tensor? _forward;
    private Tensor? _back;

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <summary>The bytes of the moved rows and of the plan back, while an experience is trained.</summary>
    public long KeptBytes => (_forward is null ? 0 : TensorBytes.Of(_forward)) + (_back is null ? 0 : TensorBytes.Of(_back));

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context) => _teacher.Keep(context);

    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context)
    {
        Dispose();
        if (!context.AlignsRows()) return;
        var (rows, first) = (((IClassifierHead)context.Model).Weight, context.FirstNewLabel);
        if (Plan(context) is not { } plan) return;
        using var quiet = no_grad();
        var old = rows.narrow(0, 0, first);
        var moved = MovedForward(plan, old);
        rows.narrow(0, first, moved.size(0)).copy_(moved);
        _forward = moved.to(rows.dtype).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) => new() { Features = true };

    /// <inheritdoc/>
    public void BeforeEpoch(ILearningContext context, StepInfo step)
    {
        if (_forward is null || step.Epoch == 0) return;
        _back?.Dispose();
        _back = Plan(context)?.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        _teacher.AddDistillation(loss, options);
        if (_forward is null || Teacher.Of(loss.Learning) is not { } teacher) return;
        var first = loss.Learning.FirstNewLabel;
        var features = nn.functional.normalize(loss.Student[OutputKeys.Features], 2, 1);
        if (loss.Step.Epoch == 0)
        {
            var wanted = (features.matmul(nn.functional.normalize(_forward, 2, 1).t()) / options.Temperature).softmax(1);
            var fresh = loss.Student[OutputKeys.Logits].narrow(1, first, _forward.size(0));
            loss.Add("prospective", options.Prospective, CrossEntropy(wanted, fresh));
            return;
        }

        if (_back is null) return;
        var rows = ((IClassifierHead)loss.Learning.Model).Weight.detach();
        var moved = MovedBack(_back, rows.narrow(0, first, rows.size(0) - first)).to(features.dtype);
        var taught = teacher.PredictWithoutGradient(loss.Batch, ForwardRequest.Predictions)[OutputKeys.Logits];
        var passed = (double)loss.Step.Step / loss.Step.TotalSteps;
        loss.Add("retrospective", options.Retrospective * passed * passed, CrossEntropy(
            (taught / options.Temperature).softmax(1), features.matmul(nn.functional.normalize(moved, 2, 1).t())));
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context) => Dispose();

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        if (_forward is not null) state.Tensors[Forward] = _forward;
        if (_back is not null) state.Tensors[Back] = _back;
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        Dispose();
        Tensor? Saved(string name) =>
            state.Tensors.TryGetValue(name, out var value) ? value.to(context.Device, copy: true).DetachFromDisposeScope() : null;
        (_forward, _back) = (Saved(Forward), Saved(Back));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _forward?.Dispose();
        _back?.Dispose();
        (_forward, _back) = (null, null);
    }

    /// <summary>
    /// Old rows moved to new classes: each new row is the mean of old rows at length 1, weighed by what the plan brings to its class, and
    /// all are scaled so that their mean length is that of the old rows.
    /// </summary>
    /// <param name="plan">The plan, (old, new), columns of equal mass.</param>
    /// <param name="rows">Old rows, (old, D).</param>
    /// <returns>New rows, float64 (new, D), in the current dispose scope.</returns>
    public static Tensor MovedForward(Tensor plan, Tensor rows)
    {
        var old = rows.detach().to(ScalarType.Float64);
        var moved = plan.size(1) * plan.t().matmul(nn.functional.normalize(old, 2, 1));
        return moved * (old.norm(1).mean() / moved.norm(1).mean());
    }

    /// <summary>New rows moved back to old classes: each the mean of new rows at length 1, weighed by the plan.</summary>
    /// <param name="plan">The plan, (old, new), rows of equal mass.</param>
    /// <param name="rows">New rows, (new, D).</param>
    /// <returns>Old rows, float64 (old, D), in the current dispose scope.</returns>
    public static Tensor MovedBack(Tensor plan, Tensor rows) =>
        plan.size(0) * plan.matmul(nn.functional.normalize(rows.to(ScalarType.Float64), 2, 1));

    private Tensor CrossEntropy(Tensor wanted, Tensor scores) =>
        -(wanted.detach() * (scores / options.Temperature).log_softmax(1)).sum(1).mean();

    // The plan from old classes to new ones, float64 (old, new); null where a class has no sample to make a mean of.
    private Tensor? Plan(ILearningContext context)
    {
        var exemplars = context.Memory!.Exemplars.Select(exemplar => exemplar.Sample);
        SampleInfo[] samples = [.. exemplars.Concat(context.Experience.Train).DistinctBy(sample => sample.Id)];
        var features = SampleFeatures.Of(context, samples, FeatureKind.Model, normalise: true);
        var means = samples.GroupBy(sample => sample.Label)
            .ToDictionary(own => own.Key, own => UnitMean([.. own.Select(sample => features[sample.Id])]));
        var (first, seen) = (context.FirstNewLabel, context.SeenLabels);
        if (!Enumerable.Range(0, seen).All(means.ContainsKey)) return null;
        var cost = new double[first, seen - first];
        for (var i = 0; i < first; i++)
            for (var j = first; j < seen; j++) cost[i, j - first] = Distance(means[i], means[j]);
        return tensor(OptimalTransport.Sinkhorn(cost, options.Regularisation)).to(context.Device);
    }

    private double Distance(double[] a, double[] b) =>
        Math.Pow(a.Zip(b, (x, y) => Math.Pow(Math.Abs(x - y), options.Norm)).Sum(), 1 / options.Norm);

    private static double[] UnitMean(double[][] rows)
    {
        double[] mean = [.. rows[0].Select((_, i) => rows.Average(row => row[i]))];
        var length = Math.Sqrt(mean.Sum(value => value * value));
        return length == 0 ? mean : [.. mean.Select(value => value / length)];
    }
}

/// <summary>Options of Coil.</summary>
public sealed class CoilOptions : DistillationOptions
{
    /// <summary>Regularisation of the transport; 0.464 in the released code.</summary>
    [Range(1e-3, 1000.0)]
    public double Regularisation { get; set; } = 0.464;

    /// <summary>The p of the norm that class means are compared by; 3 in the released code.</summary>
    [Range(1.0, 100.0)]
    public double Norm { get; set; } = 3;

    /// <summary>Weight of the way forward in the first epoch; 0.001 in the released code.</summary>
    [Range(0.0, 1000.0)]
    public double Prospective { get; set; } = 0.001;

    /// <summary>Weight of the way back, reached at the end of the phase; 0.001 in the released code.</summary>
    [Range(0.0, 1000.0)]
    public double Retrospective { get; set; } = 0.001;
}
