namespace PluginHost.Plugins.Replay;

/// <summary>
/// Experience replay: the base loss on a list of which exemplars make up a given share. All new entries stay; exemplars take turns
/// until the share is reached.
/// </summary>
/// <param name="options">The options.</param>
public sealed class ReplayStrategy(ReplayOptions options) : IStrategy, ITrainingPlan
{
    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public IReadOnlyList<TrainingEntry> Choose(ILearningContext context, IReadOnlyList<TrainingEntry> proposed)
    {
        var old = proposed.Where(entry => entry.FromMemory).DistinctBy(entry => entry.Sample.Id, StringComparer.Ordinal).ToArray();
        if (old.Length == 0 || options.Share == 0) return proposed;
        var fresh = proposed.Where(entry => !entry.FromMemory).ToArray();
        var wanted = (int)Math.Round(fresh.Length * options.Share / (1 - options.Share), MidpointRounding.AwayFromZero);
        return [.. fresh, .. Enumerable.Range(0, wanted).Select(i => old[i % old.Length])];
    }
}
