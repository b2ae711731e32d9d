using PluginHost.Contracts;
using PluginHost.Contracts.Learning;

namespace PluginHost.Conformance.Wayward;

public sealed class Plugin : IPlugin
{
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, WaywardStrategy, WaywardOptions>("wayward", OptionsJson.Default.WaywardOptions);
}
