using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Der;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(DerOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
