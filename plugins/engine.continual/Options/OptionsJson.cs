using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Continual;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ContinualOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
