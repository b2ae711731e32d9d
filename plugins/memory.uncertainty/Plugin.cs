namespace PluginHost.Plugins.UncertaintyMemory;

/// <summary>Registers the memory.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IMemory, UncertaintyMemory, UncertaintyMemoryOptions>("uncertainty", OptionsJson.Default.UncertaintyMemoryOptions)
            .Describe("Keeps the samples of each class that the model does worst, or best, on");
}
