namespace PluginHost.Plugins.ClassBalancedMemory;

/// <summary>Registers the memory.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components
            .Add<IMemory, ClassBalancedMemory, ClassBalancedMemoryOptions>("class-balanced", OptionsJson.Default.ClassBalancedMemoryOptions)
            .Describe("Divides a budget evenly among classes and keeps a uniform sample of each");
}
