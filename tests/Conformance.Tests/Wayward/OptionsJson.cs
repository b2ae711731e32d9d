using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Conformance.Wayward;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WaywardOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
