using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.FineTuning;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(FineTuningOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
