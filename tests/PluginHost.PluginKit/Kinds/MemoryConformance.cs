namespace PluginHost.PluginKit.Kinds;

/// <summary>What every memory must be able to do: be filled and replayed in the tiny job.</summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
public abstract class MemoryConformance(string plugin, string name, string options = "{}")
    : TrainingConformance(plugin, "memory", name, options)
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Examine(object component)
    {
        var memory = (IMemory)component;
        if (memory.Exemplars.Count > 0) yield return $"it holds {memory.Exemplars.Count} exemplars before any was inserted";
        if (memory.Bytes != 0) yield return $"it reports {memory.Bytes} bytes before anything was inserted";
        var state = new StateBag();
        memory.SaveState(state);
        foreach (var tensor in state.Tensors.Values) tensor.Dispose();
    }
}
