namespace PluginHost.Plugins.FineTuning;

/// <summary>The base loss on what is new, and on exemplars if asked for: the baseline that shows how much is forgotten.</summary>
/// <param name="options">The options.</param>
public sealed class FineTuningStrategy(FineTuningOptions options) : IStrategy
{
    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;
}
