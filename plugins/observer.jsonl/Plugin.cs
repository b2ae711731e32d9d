using PluginHost.Contracts;

namespace PluginHost.Plugins.Jsonl;

/// <summary>Registers the JSON lines observer.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IRunObserver, JsonlObserver, JsonlOptions>("jsonl", OptionsJson.Default.JsonlOptions)
            .Describe("Writes events.jsonl into the run's folder");
}
