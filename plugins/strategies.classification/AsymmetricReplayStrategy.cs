namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// ER-ACE (Caccia et al., ICLR 2022): as ER, but incoming samples compete among the classes of their own batch only, so that they do not
/// push down old classes; replayed ones compete among all classes seen. The loss is the sum of both means.
/// </summary>
/// <param name="options">The options.</param>
[Component("er-ace", Options = typeof(OnlineReplayOptions))]
[Declares("memory", "exemplars")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing beside the memory")]
[Declares("fits", "class-incremental; online")]
[Evidence("OnlineReplayTests.ER_ACE_lets_incoming_samples_compete_among_their_own_classes_and_replayed_ones_among_all_seen")]
public sealed class AsymmetricReplayStrategy(OnlineReplayOptions options) : OnlineReplayStrategy(options), IStrategy
{
    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        var (batch, context) = (loss.Batch, loss.Learning);
        var incoming = batch.RowsWhere(source => !source.FromMemory);
        var replayed = batch.RowsWhere(source => source.FromMemory);
        int[] present = [.. incoming.Select(row => batch.RowSources[row].Sample.Label).Distinct().Order()];
        loss.SetBase(1, Mean(context.Task.RowLoss(loss.Student, batch, present), incoming));
        if (replayed.Length == 0) return;
        int[] seen = [.. Enumerable.Range(0, context.SeenLabels)];
        loss.Add("replay", 1, Mean(context.Task.RowLoss(loss.Student, batch, seen), replayed));
    }
}
