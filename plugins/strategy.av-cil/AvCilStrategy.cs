using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.AvCil;

/// <summary>
/// AV-CIL (Pian et al., ICCV 2023) adapted to separation: replay, distillation of old rows, and contrasts between sound and the other
/// modalities of the student alone. Visual attention is not distilled.
/// </summary>
/// <param name="options">The options.</param>
[Component("av-cil")]
[Declares("memory", "exemplars by option")]
[Declares("boundaries", "needed")]
[Declares("holds", "a teacher")]
[Declares("fits", "class-incremental, sound and picture")]
[Evidence("AvCilTests.Old_rows_are_distilled_and_contrasts_act_from_the_second_experience_or_the_first")]
[Evidence("AvCilTests.Contrasts_follow_their_formulas_on_a_worked_example", Table = "comparisons/small/table-1.json")]
[Needs<ICrossModalEmbeddings>("the contrastive terms compare sound with picture")]
public sealed class AvCilStrategy(AvCilOptions options) : IStrategy
{
    private const string Teacher = "teacher";

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context)
    {
        if (options.DistillationWeight > 0) context.Freeze(Teacher);
    }

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) => new() { Embeddings = ContrastsIn(context) };

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (loss.Learning.Frozen(Teacher) is { } teacher && UnseenClasses.OldRows.Distance(loss, teacher) is { } distance)
            loss.Add("distillation", options.DistillationWeight, distance);
        if (ContrastsIn(loss.Learning)) AddContrasts(loss);
    }

    private bool ContrastsIn(ILearningContext context) =>
        (options.InstanceWeight > 0 || options.ClassWeight > 0) && (options.ContrastiveFromStart || context.Experience.Index > 0);

    private void AddContrasts(LossContext loss)
    {
        var keys = ((ICrossModalEmbeddings)loss.Learning.Model).EmbeddingKeys;
        var sound = keys.FirstOrDefault(key => key == OutputKeys.AudioEmbedding) ?? keys[0];
        var labels = loss.Batch.Labels();
        var (instances, classes) = (new List<Tensor>(), new List<Tensor>());
        foreach (var key in keys.Where(key => key != sound))
        {
            var log = AudioVisualContrast.LogProbabilities(Rows(sound), Rows(key), options.Temperature);
            instances.Add(AudioVisualContrast.Instances(log));
            classes.Add(AudioVisualContrast.Classes(log, labels, options.DivideByPositives));
        }

        loss.Add("instance", options.InstanceWeight, stack(instances).mean());
        loss.Add("class", options.ClassWeight, stack(classes).mean());

        Tensor Rows(string key) => loss.Student[key].to(ScalarType.Float32);
    }
}

/// <summary>Options of AV-CIL.</summary>
public sealed class AvCilOptions
{
    /// <summary>Weight of distillation of old rows; 0 switches it off.</summary>
    [Range(0.0, 1000.0)]
    public double DistillationWeight { get; set; } = 0.3;

    /// <summary>Weight lambda_I of the instance-level contrast; 0 switches it off.</summary>
    [Range(0.0, 1000.0)]
    public double InstanceWeight { get; set; } = 0.1;

    /// <summary>Weight lambda_C of the class-level contrast; 0 switches it off.</summary>
    [Range(0.0, 1000.0)]
    public double ClassWeight { get; set; } = 1.0;

    /// <summary>Whether the contrasts act from the first experience on; the released loop starts them at the second.</summary>
    public bool ContrastiveFromStart { get; set; }

    /// <summary>Temperature of both contrasts.</summary>
    [Range(1e-4, 1000.0)]
    public double Temperature { get; set; } = 0.05;

    /// <summary>Whether the class-level contrast of a row is divided by its positives instead of by the number of rows.</summary>
    public bool DivideByPositives { get; set; }

    /// <summary>Whether exemplars of old classes join the training list; without them no row is old, so nothing is distilled.</summary>
    public bool UseMemory { get; set; } = true;
}
