namespace PluginHost.Plugins.Ewf;

/// <summary>Registers the strategy.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, EwfStrategy, EwfOptions>("ewf", OptionsJson.Default.EwfOptions)
            .Describe("Fuses the weights before and after each experience (Endpoints Weight Fusion)");
}
