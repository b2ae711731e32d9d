using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// EnMix, one half of DualMix (arXiv 2303.07864): mixes the augmented inputs of the joint batch of incoming and replayed samples in
/// pairs, and their labels alike: x = l A(x_i) + (1 - l) A(x_j), y = l y_i + (1 - l) y_j with l from Beta(a, a).
/// </summary>
/// <remarks>
/// The other half, which shifts labels towards minority classes, is not here. A strategy that brings replayed samples stands before this
/// one:
/// <c>["replay", "enmix"]</c> or <c>["er", "enmix"]</c>. One l serves a batch, as in mixup (Zhang et al., 2018).
/// </remarks>
/// <param name="options">The options.</param>
[Component("enmix")]
[Declares("memory", "none")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence("EnMixTests.Inputs_and_labels_are_the_same_convex_combination", Table = "comparisons/classification/mnist.json")]
[Needs<ILogitPrediction>("labels are mixed")]
public sealed class EnMixStrategy(EnMixOptions options) : IStrategy
{
    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        if (batch.Slots != 1)
            throw new RunFailedException("EnMix mixes labelled samples, and the items of this task have several sources.");
        var random = context.Random.Stream($"enmix.{step.Phase.Name}", context.Experience.Index, step.Step);
        var share = BetaDistribution.Draw(random, options.Concentration, options.Concentration);
        var partners = random.Choose(batch.Size, batch.Size);
        Mix(batch, context.Model.Classes, partners, share);
        return batch;
    }

    /// <summary>Mixes each item with its partner.</summary>
    /// <param name="batch">The batch; input and soft labels are replaced.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="partners">The partner of each item.</param>
    /// <param name="share">The share l of the item itself.</param>
    internal static void Mix(Batch batch, int classes, IReadOnlyList<int> partners, double share)
    {
        var input = batch[BatchKeys.Input];
        var labels = batch.Tensors.TryGetValue(BatchKeys.SoftLabels, out var soft)
            ? soft
            : nn.functional.one_hot(batch[BatchKeys.Labels], classes).to(ScalarType.Float32);
        var index = tensor(partners.Select(partner => (long)partner).ToArray(), device: input.device);
        Tensor Mixed(Tensor values) => (values * share) + (values.index_select(0, index) * (1 - share));
        var (mixedInput, mixedLabels) = (Mixed(input), Mixed(labels));
        batch[BatchKeys.Input] = mixedInput;
        batch[BatchKeys.SoftLabels] = mixedLabels;
    }
}

/// <summary>Options of EnMix.</summary>
public sealed class EnMixOptions
{
    /// <summary>
    /// The parameter a of Beta(a, a): near 0 one sample dominates, at 1 every share is as likely, above 1 halves prevail.
    /// </summary>
    [Range(0.01, 100.0)]
    public double Concentration { get; set; } = 1;
}
