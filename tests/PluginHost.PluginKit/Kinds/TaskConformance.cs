namespace PluginHost.PluginKit.Kinds;

/// <summary>What every task must be able to do: make batches, losses and predictions for the tiny job's separator.</summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
public abstract class TaskConformance(string plugin, string name, string options = "{}")
    : TrainingConformance(plugin, "task", name, options);
