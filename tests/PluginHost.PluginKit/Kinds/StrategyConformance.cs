namespace PluginHost.PluginKit.Kinds;

/// <summary>What every strategy must be able to do: train the tiny job's separator with a memory at hand.</summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
public abstract class StrategyConformance(string plugin, string name, string options = "{}")
    : TrainingConformance(plugin, "strategy", name, options);
