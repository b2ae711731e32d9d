namespace PluginHost.Plugins.Joint;

/// <summary>Registers the strategy.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, JointStrategy>("joint").Describe("Trains once on all classes of the stream: the upper bound");
}
