namespace PluginHost.Plugins.Plop;

/// <summary>Registers the strategy.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, PlopStrategy, PlopOptions>("plop", OptionsJson.Default.PlopOptions)
            .Describe("Distils pooled feature maps at several scales (local POD of PLOP)")
            .Needs<IFeatureMaps>("local POD compares feature maps");
}
