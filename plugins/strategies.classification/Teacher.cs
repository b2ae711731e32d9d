using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>The model of the experience before, and how far the student's scores of old classes are from its.</summary>
/// <param name="temperature">Softens scores before they are compared.</param>
internal sealed class Teacher(double temperature)
{
    private const string Name = "teacher";

    /// <summary>Keeps the model as it is: the best of the experience that ended.</summary>
    public void Keep(ILearningContext context) => context.Freeze(Name);

    /// <summary>The kept model; <see langword="null"/> in the first experience.</summary>
    public static IModel? Of(ILearningContext context) => context.Frozen(Name);

    /// <summary>Gives the kept model up.</summary>
    public static void Release(ILearningContext context) => context.Release(Name);

    /// <summary>
    /// The distillation loss of a step, a scalar: the mean over rows of -sum_c softmax(old / T)_c log softmax(new / T)_c over old classes.
    /// </summary>
    /// <param name="loss">The step.</param>
    /// <param name="change">Changes the teacher's output before it is compared.</param>
    /// <returns>The loss; <see langword="null"/> in the first experience.</returns>
    public Tensor? Distance(LossContext loss, Func<ModelOutput, ModelOutput>? change = null)
    {
        if (Of(loss.Learning) is not { } teacher) return null;
        var output = teacher.PredictWithoutGradient(loss.Batch, ForwardRequest.Predictions);
        if (change is not null)
            using (no_grad()) output = change(output);
        return loss.Learning.Task.RowDistillation(loss.Student, output, loss.Batch, temperature).mean();
    }

    /// <summary>
    /// Adds distillation: weight · distillation beside the base loss, or balanced by the share of old classes, (1 - l) base + l distillation with
    /// l = old / seen (Wu et al., BiC, CVPR 2019). Nothing changes in the first experience.
    /// </summary>
    /// <param name="loss">The step.</param>
    /// <param name="options">Which of the two.</param>
    /// <param name="change">Changes the teacher's output before it is compared.</param>
    public void AddDistillation(LossContext loss, DistillationOptions options, Func<ModelOutput, ModelOutput>? change = null)
    {
        if (Distance(loss, change) is not { } distance) return;
        var share = (double)loss.Learning.FirstNewLabel / loss.Learning.SeenLabels;
        if (options.Balanced) loss.SetBase(1 - share);
        loss.Add("distillation", options.Balanced ? share : options.Weight, distance);
    }
}

/// <summary>Options of distilling old scores.</summary>
public abstract class DistillationOptions
{
    /// <summary>Softens scores before they are compared; 2 in the originals.</summary>
    [Range(1e-3, 1000.0)]
    public double Temperature { get; set; } = 2;

    /// <summary>
    /// Whether the losses are (1 - l) base + l distillation, l = old / seen classes. With many experiences the base loss hardly counts then, and
    /// the method needs more steps or a higher rate.
    /// </summary>
    public bool Balanced { get; set; }

    /// <summary>Weight of distillation beside the whole base loss, where the two are not balanced.</summary>
    [Range(0.0, 1000.0)]
    public double Weight { get; set; } = 2;
}

/// <summary>Outputs with other class scores.</summary>
internal static class Scores
{
    /// <summary>The same output with other class scores.</summary>
    public static ModelOutput WithLogits(this ModelOutput output, Tensor logits) => new(
        output.Rows,
        new Dictionary<string, Tensor>(output.Tensors, StringComparer.Ordinal) { [OutputKeys.Logits] = logits });
}
