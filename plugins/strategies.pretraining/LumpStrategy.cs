using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// LUMP (Madaan et al., "Representational continuity for unsupervised continual learning", ICLR 2022): both sides of incoming pairs are
/// mixed with those of pairs from memory, l x + (1 - l) m with l from Beta(a, a), and the mixture is learned without labels.
/// </summary>
/// <remarks>One l serves a batch. The patches that are seen are those of the incoming pair.</remarks>
/// <param name="options">The options.</param>
[Component("lump")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing beside the memory")]
[Declares("fits", "unlabelled pairs of sound and pictures; online")]
[Evidence("BaselineTests.Incoming_pairs_are_mixed_with_stored_ones_by_one_share")]
[Needs<ICrossModalEmbeddings>("spectrogram and pictures of pairs are mixed")]
public sealed class LumpStrategy(LumpOptions options) : IStrategy
{
    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public bool FillsMemory => true;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context) => context.OnlineMemory();

    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        using var replay = ReplayBatch.Draw(context, step, batch.Size, "lump");
        if (replay is null) return batch;
        var random = context.Random.Stream($"lump.share.{step.Phase.Name}", context.Experience.Index, step.Step);
        Mix(batch, replay.Batch, BetaDistribution.Draw(random, options.Concentration, options.Concentration));
        return batch;
    }

    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) =>
        context.OnlineMemory().AddBatch(context, batch, output);

    /// <summary>Mixes each item with an item from memory, from the start again where these are fewer.</summary>
    /// <param name="batch">The batch; its inputs are replaced.</param>
    /// <param name="replayed">The batch from memory.</param>
    /// <param name="share">l, the share of the incoming item.</param>
    internal static void Mix(Batch batch, Batch replayed, double share)
    {
        foreach (var key in (string[])[AudioVisualKeys.Spectrogram, AudioVisualKeys.Pictures])
        {
            var stored = replayed[key];
            var index = tensor(Enumerable.Range(0, batch.Size).Select(i => (long)(i % replayed.Size)).ToArray(), device: stored.device);
            batch[key] = (batch[key] * share) + (stored.index_select(0, index) * (1 - share));
        }
    }
}

/// <summary>Options of LUMP.</summary>
public sealed class LumpOptions
{
    /// <summary>The parameter a of Beta(a, a).</summary>
    [Range(0.01, 100.0)]
    public double Concentration { get; set; } = 0.4;
}
