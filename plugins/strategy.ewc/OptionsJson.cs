using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Ewc;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(EwcOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
