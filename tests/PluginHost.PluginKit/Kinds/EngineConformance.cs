namespace PluginHost.PluginKit.Kinds;

/// <summary>What every engine must be able to do: carry the tiny job out, stop and continue.</summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
public abstract class EngineConformance(string plugin, string name, string options = "{}")
    : TrainingConformance(plugin, "engine", name, options);
