namespace PluginHost.Plugins.ReservoirMemory;

/// <summary>Registers the memory.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IMemory, ReservoirMemory, ReservoirMemoryOptions>("reservoir", OptionsJson.Default.ReservoirMemoryOptions)
            .Describe("Keeps a uniform sample of everything seen, whatever the class (Algorithm R)");
}
