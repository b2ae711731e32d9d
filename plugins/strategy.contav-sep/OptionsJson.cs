using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.ContavSep;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ContavSepOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
