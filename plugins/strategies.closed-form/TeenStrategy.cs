namespace PluginHost.Plugins.ClosedForm;

/// <summary>
/// TEEN: the base session trains the model; later, prototypes of few shots are drawn towards similar base classes, and nothing is trained.
/// Wang et al., "Few-Shot Class-Incremental Learning via Training-Free Prototype Calibration", NeurIPS 2023: p' = (1 - alpha) p + alpha n
/// with n the direction of sum_b softmax_b(tau cos(p, c_b)) c_b, all at length 1. The model has a cosine classifier in the paper.
/// </summary>
/// <param name="options">The options.</param>
[Component("teen")]
[Declares("memory", "none")]
[Declares("boundaries", "needed")]
[Declares("holds", "class means")]
[Declares("fits", "few-shot class-incremental")]
[Evidence("TeenTests.Prototypes_are_those_of_the_papers_formula_written_out")]
[Needs<IPenultimateFeatures>("prototypes are means of features")]
public sealed class TeenStrategy(TeenOptions options) : ClosedFormStrategy<NearestMeanHead>
{
    private int _baseClasses;

    /// <inheritdoc/>
    protected override bool TrainsFirst => true;

    /// <inheritdoc/>
    public override void AfterExperience(ILearningContext context)
    {
        base.AfterExperience(context);
        if (context.Experience.Index == 0) _baseClasses = context.SeenLabels;
    }

    /// <inheritdoc/>
    public override void SaveState(StateBag state)
    {
        base.SaveState(state);
        state.Json["baseClasses"] = _baseClasses;
    }

    /// <inheritdoc/>
    public override void LoadState(StateBag state, ILearningContext context)
    {
        base.LoadState(state, context);
        _baseClasses = (int)state.Json["baseClasses"]!;
    }

    /// <summary>The rows of the classifier, (classes, D): the base classes' means, then the calibrated prototypes.</summary>
    /// <returns>A tensor in the current dispose scope, float64.</returns>
    public Tensor Prototypes()
    {
        var means = Head!.Means();
        var later = means.size(0) - _baseClasses;
        if (later == 0) return means;
        var known = means.narrow(0, 0, _baseClasses);
        var few = PrototypeCalibration.Calibrate(means.narrow(0, _baseClasses, later), known, options.Alpha, options.Tau);
        return cat([known, few], 0);
    }

    /// <inheritdoc/>
    protected override NearestMeanHead CreateHead(int width, Device device) => new(width, MeanDistance.Cosine, device: device);

    /// <inheritdoc/>
    protected override Tensor Scores(Tensor features)
    {
        var rows = nn.functional.normalize(features.to(ScalarType.Float64), 2, 1);
        return rows.matmul(nn.functional.normalize(Prototypes(), 2, 1).t());
    }
}

/// <summary>Options of TEEN.</summary>
public sealed class TeenOptions
{
    /// <summary>
    /// Share of the base classes in a new prototype: 0.5 in the code, 0.1 in its CIFAR-100 script; 0 for plain prototypes.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Alpha { get; set; } = 0.5;

    /// <summary>How sharply similar base classes are preferred; 16 in the paper.</summary>
    [Range(1e-6, 1e6)]
    public double Tau { get; set; } = 16;
}
