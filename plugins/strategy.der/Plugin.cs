namespace PluginHost.Plugins.Der;

/// <summary>Registers the strategy.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, DerStrategy, DerOptions>("der", OptionsJson.Default.DerOptions)
            .Describe("Replays exemplars' mixtures with the outputs that the model gave them when they were stored (DER++)");
}
