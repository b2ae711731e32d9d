using System.Text.Json.Serialization;
using PluginHost.Contracts;
using PluginHost.Learning;

namespace PluginName;

/// <summary>What the host asks for: registers the component, and does nothing else.</summary>
public sealed class Plugin : IPlugin
{
    public void Register(IComponentRegistry components) =>
        components.Add<IMemory, PluginNameMemory, PluginNameOptions>("plugin-name", OptionsJson.Default.PluginNameOptions)
            .Describe("Keeps the first samples of each class");
}

// Generated at compile time: JSON by reflection would keep the plugin from unloading.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PluginNameOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
