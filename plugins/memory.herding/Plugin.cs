namespace PluginHost.Plugins.HerdingMemory;

/// <summary>Registers the memory.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IMemory, HerdingMemory, HerdingMemoryOptions>("herding", OptionsJson.Default.HerdingMemoryOptions)
            .Describe("Keeps the samples whose mean stays closest to the mean of their class (iCaRL)");
}
