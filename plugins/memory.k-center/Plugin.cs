namespace PluginHost.Plugins.KCenterMemory;

/// <summary>Registers the memory.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IMemory, KCenterMemory, KCenterMemoryOptions>("k-center", OptionsJson.Default.KCenterMemoryOptions)
            .Describe("Keeps samples spread over their class, each the farthest from those chosen before");
}
