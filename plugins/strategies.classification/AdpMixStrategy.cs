using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// AdpMix, the other half of DualMix (arXiv 2303.07864), as far as it is known: each memory sample of an old class is mixed with an incoming
/// sample of a new class, x = l x_old + (1 - l) x_new with l from Beta(a, a), and its label is shifted towards the old, smaller class.
/// </summary>
/// <remarks>
/// The paper's adaptive rule could not be read. Ours weighs both sides by one over the number of samples of their class at hand: the old
/// label's share is l n_new / (l n_new + (1 - l) n_old), which is l for classes of one size. Incoming samples stay as they are. It stands
/// behind a strategy that replays, and with <c>enmix</c> behind it both halves act: <c>["replay", "adpmix", "enmix"]</c>.
/// </remarks>
/// <param name="options">The options.</param>
[Component("adpmix")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "nothing")]
[Declares("fits", "class-incremental")]
[Evidence("AdpMixTests.The_label_is_shifted_towards_the_smaller_class", Table = "comparisons/classification/mnist.json")]
[Needs<ILogitPrediction>("labels are mixed")]
public sealed class AdpMixStrategy(AdpMixOptions options) : IStrategy
{
    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        if (!context.Boundaries)
        {
            throw Refusal.Of(
                "AdpMix mixes old classes with new ones, and this stream does not tell which are old",
                "Set the benchmark's boundaries to true.");
        }
    }

    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        if (batch.Slots != 1)
            throw new RunFailedException("AdpMix mixes labelled samples, and the items of this task have several sources.");
        var labels = batch.Labels();
        int[] old = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] >= 0 && labels[row] < context.FirstNewLabel)];
        int[] fresh = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] >= context.FirstNewLabel)];
        if (old.Length == 0 || fresh.Length == 0) return batch;
        var random = context.Random.Stream($"adpmix.{step.Phase.Name}", context.Experience.Index, step.Step);
        var share = BetaDistribution.Draw(random, options.Concentration, options.Concentration);
        int[] partners = [.. old.Select(_ => fresh[random.Next(fresh.Length)])];
        var counts = context.Memory!.Exemplars.Select(exemplar => exemplar.Sample).Concat(context.Experience.Train)
            .CountBy(sample => sample.Label).ToDictionary();
        // What is replayed may have left the memory since.
        int Size(int row) => counts.GetValueOrDefault(labels[row], 1);
        double[] shares = [.. old.Zip(partners, (row, partner) => LabelShare(share, Size(row), Size(partner)))];
        Mix(batch, context.Model.Classes, old, partners, share, shares);
        return batch;
    }

    /// <summary>The old label's share: each side weighed by one over the size of its class.</summary>
    /// <param name="share">The share l of the old sample in the input.</param>
    /// <param name="old">Samples of the old class.</param>
    /// <param name="fresh">Samples of the new class.</param>
    /// <returns>A share from 0 to 1; at least l where the old class is the smaller one.</returns>
    public static double LabelShare(double share, int old, int fresh)
    {
        var (own, other) = (share * fresh, (1 - share) * old);
        return own + other > 0 ? own / (own + other) : share;
    }

    /// <summary>Mixes rows with their partners.</summary>
    /// <param name="batch">The batch; input and soft labels are replaced.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="rows">The rows to mix.</param>
    /// <param name="partners">The partner of each.</param>
    /// <param name="share">The share of the row itself in the input.</param>
    /// <param name="labelShares">Its share in the label, for each row.</param>
    internal static void Mix(Batch batch, int classes, int[] rows, int[] partners, double share, double[] labelShares)
    {
        var input = batch[BatchKeys.Input].clone();
        var labels = batch.Tensors.TryGetValue(BatchKeys.SoftLabels, out var soft)
            ? soft.clone()
            : nn.functional.one_hot(batch[BatchKeys.Labels], classes).to(ScalarType.Float32);
        Tensor Index(int[] places) => tensor(places.Select(place => (long)place).ToArray(), device: input.device);
        var (own, other) = (Index(rows), Index(partners));
        var weights = tensor(labelShares.Select(each => (float)each).ToArray(), device: input.device).unsqueeze(1);
        input.index_copy_(0, own, (input.index_select(0, own) * share) + (input.index_select(0, other) * (1 - share)));
        labels.index_copy_(0, own, (labels.index_select(0, own) * weights) + (labels.index_select(0, other) * (1 - weights)));
        batch[BatchKeys.Input] = input;
        batch[BatchKeys.SoftLabels] = labels;
    }
}

/// <summary>Options of AdpMix.</summary>
public sealed class AdpMixOptions
{
    /// <summary>The parameter a of Beta(a, a); ours.</summary>
    [Range(0.01, 100.0)]
    public double Concentration { get; set; } = 1;
}
