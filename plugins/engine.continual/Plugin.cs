namespace PluginHost.Plugins.Continual;

/// <summary>Registers the engine.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IJobEngine, ContinualEngine, ContinualOptions>("continual", OptionsJson.Default.ContinualOptions)
            .Describe("Learns experiences of classes with replay, selection, checkpoints and resumption");
}
