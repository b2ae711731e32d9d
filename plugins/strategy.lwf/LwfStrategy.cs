using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Lwf;

/// <summary>
/// Learning without Forgetting (Li and Hoiem, 2016): the base loss + weight · mean distance between the predictions of the model
/// and those of the model of the experience before, on the data at hand.
/// </summary>
/// <param name="options">The options.</param>
[Component("lwf")]
[Declares("memory", "exemplars by option")]
[Declares("boundaries", "needed")]
[Declares("holds", "a teacher")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence(
    "ClassificationTests.LwF_distils_the_scores_of_old_classes_softened_and_lets_new_classes_compete_alone", Table = "comparisons/small/table-1.json")]
public sealed class LwfStrategy(LwfOptions options) : IStrategy
{
    private const string Teacher = "teacher";

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context)
    {
        if (options.Weight > 0 && !options.UnseenClasses.CopiesGrownModel(context.Model)) context.Freeze(Teacher);
    }

    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context)
    {
        if (options.Weight > 0 && context.Experience.Index > 0 && options.UnseenClasses.CopiesGrownModel(context.Model))
            context.Freeze(Teacher);
    }

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (options.LocalLoss ?? NewClassesAlone(loss)) loss.UseLocalLoss();
        if (loss.Learning.Frozen(Teacher) is { } teacher && options.UnseenClasses.Distance(loss, teacher, options.Temperature) is { } distance)
            loss.Add("distillation", options.Weight, distance);
    }

    // Old classes in the batch have to compete too.
    private static bool NewClassesAlone(LossContext loss) =>
        loss.Student.Tensors.ContainsKey(OutputKeys.Logits)
        && !loss.Step.Phase.Entries.Any(entry => entry.FromMemory)
        && loss.Batch.Labels().All(label => label >= loss.Learning.FirstNewLabel);
}

/// <summary>Options of LwF.</summary>
public sealed class LwfOptions : ICheckedOptions
{
    /// <summary>Weight of distillation; 0 is fine-tuning.</summary>
    [Range(0.0, 1000.0)]
    public double Weight { get; set; } = 0.3;

    /// <summary>What the teacher is asked about classes it has not learned: automatic, expanded-copy, old-queries, old-rows or old-scores.</summary>
    public UnseenClasses UnseenClasses { get; set; } = UnseenClasses.Automatic;

    /// <summary>Softens class scores before they are compared; 2 in the original. Tasks without class scores ignore it.</summary>
    [Range(1e-3, 1000.0)]
    public double Temperature { get; set; } = 2;

    /// <summary>
    /// Whether only new classes compete in the base loss of later experiences, as in the original; tasks without class scores ignore it. By
    /// default they do where no old class is trained on.
    /// </summary>
    public bool? LocalLoss { get; set; }

    /// <summary>Whether exemplars of old classes join the training list, and are distilled too.</summary>
    public bool UseMemory { get; set; }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (UseMemory || UnseenClasses != UnseenClasses.OldRows || Weight == 0) yield break;
        yield return new()
        {
            Code = "LW0001",
            Severity = FindingSeverity.Warning,
            Where = "unseenClasses",
            What = "Without memory no old sample is ever seen, so distilling old rows stays idle",
            Expected = "useMemory true, or unseenClasses automatic, expanded-copy, old-queries or old-scores",
        };
    }
}
