namespace PluginHost.Plugins.ClosestToMeanMemory;

/// <summary>Registers the memory.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components
            .Add<IMemory, ClosestToMeanMemory, ClosestToMeanMemoryOptions>(
                "closest-to-mean", OptionsJson.Default.ClosestToMeanMemoryOptions)
            .Describe("Keeps the samples closest to the mean of their class");
}
