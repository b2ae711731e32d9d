namespace PluginHost.Plugins.Lwf;

/// <summary>Registers the strategy.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, LwfStrategy, LwfOptions>("lwf", OptionsJson.Default.LwfOptions)
            .Describe("Distils the predictions of the model before the experience into the new one (Learning without Forgetting)");
}
