using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Lwf;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(LwfOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
