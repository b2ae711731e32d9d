using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.ContinualMetric;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ContinualMetricOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
