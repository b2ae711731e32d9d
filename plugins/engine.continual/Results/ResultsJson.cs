using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Continual;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true)]
[JsonSerializable(typeof(MetricsDocument))]
[JsonSerializable(typeof(List<ExperienceResult>))]
internal sealed partial class ResultsJson : JsonSerializerContext;
