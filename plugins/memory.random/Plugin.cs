namespace PluginHost.Plugins.RandomMemory;

/// <summary>Registers the memory.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IMemory, RandomMemory, RandomMemoryOptions>("random", OptionsJson.Default.RandomMemoryOptions)
            .Describe("Keeps a fixed number of samples per old class, drawn uniformly without replacement");
}
