using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Replay;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ReplayOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
