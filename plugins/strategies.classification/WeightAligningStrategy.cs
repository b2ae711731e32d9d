namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// WA (Zhao et al., CVPR 2020): replay, base loss + weight · distillation, or (1 - l) base loss + l distillation with l = old / seen classes; after
/// each experience the rows of new classes are shortened to the mean length of old ones.
/// </summary>
/// <param name="options">The options.</param>
[Component("wa")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "a teacher")]
[Declares("fits", "class-incremental")]
[Evidence(
    "WeightAligningTests.New_rows_are_scaled_by_the_mean_length_of_old_rows_over_that_of_new_ones",
    Table = "comparisons/classification/mnist.json")]
[Needs<IClassifierHead>("the rows of the classifier are aligned")]
public sealed class WeightAligningStrategy(WeightAligningOptions options) : IStrategy
{
    private readonly Teacher _teacher = new(options.Temperature);

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context) => _teacher.Keep(context);

    /// <inheritdoc/>
    public void AddLosses(LossContext loss) => _teacher.AddDistillation(loss, options);

    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        if (options.Clip) ((IClassifierHead)context.Model).Weight.clamp_(min: 0);
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context)
    {
        if (context.AlignsRows()) WeightAlignment.Align(((IClassifierHead)context.Model).Weight, context.FirstNewLabel);
    }
}

/// <summary>Options of WA.</summary>
public sealed class WeightAligningOptions : DistillationOptions
{
    /// <summary>
    /// Whether negative weights of the classifier are set to 0 after every step: the paper's weight clipping, quoted from memory; PyCIL has none.
    /// </summary>
    public bool Clip { get; set; } = true;
}

/// <summary>When weights are aligned.</summary>
internal static class Alignment
{
    /// <summary>Whether the experience has old classes and new ones.</summary>
    public static bool AlignsRows(this ILearningContext context) =>
        context.FirstNewLabel > 0 && context.SeenLabels > context.FirstNewLabel;
}
