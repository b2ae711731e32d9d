namespace PluginHost.Plugins.RingBufferMemory;

/// <summary>Registers the memory.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IMemory, RingBufferMemory, RingBufferMemoryOptions>("ring-buffer", OptionsJson.Default.RingBufferMemoryOptions)
            .Describe("Keeps the samples of each class that were trained on last, first in first out");
}
