using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Jsonl;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(JsonlOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
