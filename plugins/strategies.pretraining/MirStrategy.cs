using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// MIR (Aljundi et al., "Online continual learning with maximally interfered retrieval", NeurIPS 2019): of candidates from memory those are
/// replayed whose loss a virtual step on the incoming batch raises most.
/// </summary>
/// <param name="options">The options.</param>
[Component("mir")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing beside the memory")]
[Declares("fits", "unlabelled pairs of sound and pictures; class-, domain- and task-incremental; online")]
[Evidence("BaselineTests.Those_are_replayed_whose_loss_a_virtual_step_raises_most")]
public sealed class MirStrategy(MirOptions options) : OnlineReplayStrategy(options)
{
    private readonly MirOptions _options = options;

    /// <inheritdoc/>
    public override Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        using var candidates = ReplayBatch.Draw(context, step, _options.Candidates, "mir");
        if (candidates is null) return batch;
        using var chosen = BatchRows.Take(candidates.Batch, Chosen(context, batch, candidates.Batch));
        return Batch.Join(batch, chosen);
    }

    private int[] Chosen(ILearningContext context, Batch incoming, Batch candidates)
    {
        var before = VirtualStep.RowLoss(context, candidates);
        Tensor after;
        using (new VirtualStep(context, incoming, rate: null)) after = VirtualStep.RowLoss(context, candidates);
        var rises = (after - before).to(ScalarType.Float32).cpu().data<float>().ToArray();
        var count = _options.BatchSize ?? incoming.Size;
        return [.. Enumerable.Range(0, candidates.Size).OrderByDescending(row => rises[row]).ThenBy(row => row).Take(count)];
    }
}

/// <summary>Options of MIR.</summary>
public sealed class MirOptions : OnlineReplayOptions
{
    /// <summary>Exemplars that are drawn to choose among.</summary>
    [Range(1, 100_000)]
    public int Candidates { get; set; } = 50;
}
