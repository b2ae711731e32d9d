using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Plop;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(PlopOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
