
namespace PluginHost.Plugins.FineTuning;

/// <summary>The base loss on what is new, and on exemplars if asked for: the baseline that shows how much is forgotten.</summary>
/// <param name="options">The options.</param>
[Component("fine-tuning")]
[Declares("memory", "exemplars by option")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing")]
[Declares("fits", "a bound, not a method")]
[Evidence("ReplayTests.Fine_tuning_forgets_more_than_replay", Table = "comparisons/small/table-1.json")]
public sealed class FineTuningStrategy(FineTuningOptions options) : IStrategy
{
    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;
}

/// <summary>Options of fine-tuning.</summary>
public sealed class FineTuningOptions
{
    /// <summary>Whether exemplars of old classes join the training list: plain replay.</summary>
    public bool UseMemory { get; set; }
}
