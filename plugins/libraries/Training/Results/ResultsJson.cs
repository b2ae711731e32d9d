using System.Text.Json.Serialization;

namespace PluginHost.Training;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true)]
[JsonSerializable(typeof(MetricsDocument))]
[JsonSerializable(typeof(List<ExperienceResult>))]
[JsonSerializable(typeof(List<BetweenResult>))]
internal sealed partial class ResultsJson : JsonSerializerContext;
