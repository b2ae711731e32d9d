namespace PluginHost.Plugins.Replay;

/// <summary>Registers the strategy.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, ReplayStrategy, ReplayOptions>("replay", OptionsJson.Default.ReplayOptions)
            .Describe("Trains on what is new mixed with exemplars of what is old, in a share of one's choice");
}
