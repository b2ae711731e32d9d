using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// DER++ (Buzzega et al., NeurIPS 2020) as it was meant: online, on a memory that stores each sample with the scores that the
/// model gave it when it passed by. The loss is the base loss + alpha · mean squared distance to stored scores + beta · base loss of
/// another memory batch.
/// </summary>
/// <remarks>
/// Needs no boundaries. Scores that were stored before the model grew are compared for the classes that it had by then. With a memory
/// that is filled between experiences and mixtures in place of samples, it is the strategy <c>der</c>.
/// </remarks>
/// <param name="options">The options.</param>
[Component("der-plus-plus")]
[Declares("memory", "exemplars and their scores")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing beside the memory")]
[Declares("fits", "class-, domain- and task-incremental; online")]
[Evidence("DarkReplayTests.The_loss_is_the_sum_written_out_by_hand", Table = "comparisons/classification/mnist.json")]
[Needs<ILogitPrediction>("the scores of passing samples are stored")]
public sealed class DarkReplayStrategy(DarkReplayOptions options) : IStrategy
{
    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public bool FillsMemory => true;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context) => context.OnlineMemory();

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        var context = loss.Learning;
        if (options.Alpha > 0 && Draw(loss, "scores") is { } stored)
        {
            using (stored)
            {
                var scores = context.Model.Forward(stored.Batch, ForwardRequest.Predictions)[OutputKeys.Logits];
                loss.Add("stored", options.Alpha, Distance(scores, stored.Stored(OutputKeys.Logits, double.NaN)));
            }
        }

        if (options.Beta > 0 && Draw(loss, "labels") is { } labelled)
        {
            using (labelled)
            {
                var output = context.Model.Forward(labelled.Batch, ForwardRequest.Predictions);
                loss.Add("replay", options.Beta, context.Task.RowLoss(output, labelled.Batch).mean());
            }
        }
    }

    /// <summary>Offers the samples that passed by, with their scores before the step.</summary>
    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) =>
        context.OnlineMemory().AddBatch(context, batch, output, OutputKeys.Logits);

    /// <summary>The mean squared distance between scores, over what was stored.</summary>
    /// <param name="scores">Scores now, (rows, classes).</param>
    /// <param name="stored">Stored ones, (rows, as many classes at most); NaN where a row had fewer.</param>
    /// <returns>A differentiable scalar.</returns>
    internal static Tensor Distance(Tensor scores, Tensor stored)
    {
        var known = stored.isnan().logical_not();
        var difference = where(known, scores.narrow(1, 0, stored.shape[1]) - stored, zeros_like(stored));
        return difference.square().sum() / known.sum();
    }

    private ReplayBatch? Draw(LossContext loss, string what) =>
        ReplayBatch.Draw(loss.Learning, loss.Step, options.BatchSize, $"der-plus-plus.{what}");
}

/// <summary>Options of DER++.</summary>
public sealed class DarkReplayOptions
{
    /// <summary>Weight alpha of the distance to stored scores.</summary>
    [Range(0.0, 1000.0)]
    public double Alpha { get; set; } = 0.5;

    /// <summary>Weight beta of the base loss on replayed samples; 0 for DER without the pluses.</summary>
    [Range(0.0, 1000.0)]
    public double Beta { get; set; } = 0.5;

    /// <summary>Samples drawn in a step, once for each of the two terms.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 32;
}
