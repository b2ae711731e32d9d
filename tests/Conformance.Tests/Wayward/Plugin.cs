using PluginHost.Contracts;
using PluginHost.Learning;

namespace PluginHost.Conformance.Wayward;

public sealed class Plugin : IPlugin
{
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, WaywardStrategy, WaywardOptions>("wayward", OptionsJson.Default.WaywardOptions);
}
