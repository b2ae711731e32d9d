using PluginHost.Contracts;

namespace PluginHost.Plugins.ConsoleOutput;

/// <summary>Registers the console observer.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IRunObserver, ConsoleObserver, ConsoleOptions>("console", OptionsJson.Default.ConsoleOptions)
            .Describe("Shows progress, evaluations, tables and messages on standard output");
}
