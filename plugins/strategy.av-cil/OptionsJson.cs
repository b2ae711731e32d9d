using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.AvCil;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(AvCilOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
