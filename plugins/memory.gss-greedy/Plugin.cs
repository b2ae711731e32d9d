namespace PluginHost.Plugins.GssGreedyMemory;

/// <summary>Registers the memory.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IMemory, GssGreedyMemory, GssGreedyMemoryOptions>("gss-greedy", OptionsJson.Default.GssGreedyMemoryOptions)
            .Describe("Keeps samples whose loss gradients point in different directions");
}
