namespace PluginHost.Plugins.Ewc;

/// <summary>Registers the strategy.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, EwcStrategy, EwcOptions>("ewc", OptionsJson.Default.EwcOptions)
            .Describe("Holds parameters that mattered to earlier classes near their values (Elastic Weight Consolidation)");
}
