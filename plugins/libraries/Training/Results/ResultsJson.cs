using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Training;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true)]
[JsonSerializable(typeof(MetricsDocument))]
[JsonSerializable(typeof(ExperienceResult))]
[JsonSerializable(typeof(List<BetweenResult>))]
internal sealed partial class ResultsJson : JsonSerializerContext
{
    private static readonly Lazy<ResultsJson> s_compact = new(() => new(new JsonSerializerOptions(Default!.Options) { WriteIndented = false }));

    /// <summary>The same without line breaks.</summary>
    public static ResultsJson Compact => s_compact.Value;
}
