using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// DER++ (Buzzega et al., NeurIPS 2020) for pairs: memory stores the embeddings of both sides that a pair had when it passed by. The loss
/// is the base loss + alpha (mean squared distance of both embeddings to the stored ones) + beta (base loss of another memory batch).
/// </summary>
/// <param name="options">The options.</param>
[Component("der-plus-plus-pairs")]
[Declares("memory", "exemplars and their embeddings")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing beside the memory")]
[Declares("fits", "unlabelled pairs of sound and pictures; online")]
[Evidence("BaselineTests.Stored_embeddings_and_a_second_batch_enter_the_loss_by_their_weights")]
[Needs<ICrossModalEmbeddings>("the embeddings of passing pairs are stored")]
public sealed class PairDarkReplayStrategy(PairDarkReplayOptions options) : IStrategy
{
    private static readonly string[] s_sides = [OutputKeys.AudioEmbedding, AudioVisualKeys.VideoEmbedding];

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
        if (options.Alpha > 0 && Draw(loss, "stored") is { } stored)
        {
            using (stored)
            {
                var output = context.Model.Forward(stored.Batch, ForwardRequest.Predictions);
                loss.Add("stored", options.Alpha, s_sides.Select(side => (output[side] - stored.Stored(side)).square().mean()).Aggregate((a, b) => a + b));
            }
        }

        if (options.Beta > 0 && Draw(loss, "replay") is { } replayed)
        {
            using (replayed)
            {
                var output = context.Model.Forward(replayed.Batch, ForwardRequest.Predictions);
                loss.Add("replay", options.Beta, context.Task.RowLoss(output, replayed.Batch).mean());
            }
        }
    }

    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) =>
        context.OnlineMemory().AddBatch(context, batch, output, s_sides);

    private ReplayBatch? Draw(LossContext loss, string what) =>
        ReplayBatch.Draw(loss.Learning, loss.Step, options.BatchSize ?? loss.Batch.Size, $"der-plus-plus-pairs.{what}");
}

/// <summary>Options of DER++ for pairs.</summary>
public sealed class PairDarkReplayOptions : OnlineReplayOptions
{
    /// <summary>Weight alpha of the distance to stored embeddings.</summary>
    [Range(0.0, 1000.0)]
    public double Alpha { get; set; } = 0.5;

    /// <summary>Weight beta of the base loss on replayed pairs.</summary>
    [Range(0.0, 1000.0)]
    public double Beta { get; set; } = 0.5;
}
