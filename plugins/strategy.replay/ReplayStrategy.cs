using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Replay;

/// <summary>
/// Experience replay: exemplars join the training list, and nothing else, so that it composes with any strategy. Given a share, all new entries
/// stay and exemplars take turns until they make up that share of the list.
/// </summary>
/// <param name="options">The options.</param>
[Component("replay")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing beside the memory")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence("ReplayShareTests.Exemplars_take_turns_until_they_have_their_share", Table = "comparisons/classification/mnist.json")]
public sealed class ReplayStrategy(ReplayOptions options) : IStrategy
{
    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public IReadOnlyList<TrainingEntry> ChooseEntries(ILearningContext context, IReadOnlyList<TrainingEntry> proposed)
    {
        var old = proposed.Where(entry => entry.FromMemory).DistinctBy(entry => entry.Sample.Id, StringComparer.Ordinal).ToArray();
        if (old.Length == 0 || options.Share == 0) return proposed;
        var fresh = proposed.Where(entry => !entry.FromMemory).ToArray();
        var wanted = (int)Math.Round(fresh.Length * options.Share / (1 - options.Share), MidpointRounding.AwayFromZero);
        return [.. fresh, .. Enumerable.Range(0, wanted).Select(i => old[i % old.Length])];
    }
}

/// <summary>Options of experience replay.</summary>
public sealed class ReplayOptions
{
    /// <summary>Share of exemplars in the training list, so in each batch on average; 0 keeps the list as the engine repeats it.</summary>
    [Range(0.0, 0.99)]
    public double Share { get; set; }
}
