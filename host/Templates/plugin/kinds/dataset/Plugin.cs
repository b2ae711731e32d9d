using System.Text.Json.Serialization;
using PluginHost.Contracts;
using PluginHost.Learning;

namespace PluginName;

/// <summary>What the host asks for: registers the component, and does nothing else.</summary>
public sealed class Plugin : IPlugin
{
    public void Register(IComponentRegistry components) =>
        components.Add<IDataset, PluginNameDataset, PluginNameOptions>("plugin-name", OptionsJson.Default.PluginNameOptions)
            .Describe("A tone per class, with a bar that moves as it sounds");
}

// Generated at compile time: JSON by reflection would keep the plugin from unloading.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PluginNameOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
