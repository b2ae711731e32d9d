using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Ewf;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(EwfOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
