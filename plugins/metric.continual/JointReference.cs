using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.ContinualMetric;

/// <summary>What joint training reaches on the classes of each experience, by figure: the reference of intransigence.</summary>
internal sealed class JointReference
{
    private readonly Dictionary<string, double?[]> _figures;

    private JointReference(Dictionary<string, double?[]> figures) => _figures = figures;

    /// <summary>Takes values from options.</summary>
    /// <param name="figures">Scores by figure name and experience.</param>
    /// <returns>The reference.</returns>
    public static JointReference From(IReadOnlyDictionary<string, double[]> figures) => new(figures.ToDictionary(
        pair => pair.Key, pair => pair.Value.Select(value => (double?)value).ToArray(), StringComparer.Ordinal));

    /// <summary>Reads the metrics of a finished run.</summary>
    /// <param name="path">The path of metrics.json or of the folder it is in.</param>
    /// <returns>The reference, or what is wrong with the file.</returns>
    public static (JointReference? Reference, string? Problem) Read(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, "metrics.json") : path;
        if (!File.Exists(file)) return (null, $"'{file}' does not exist");
        try
        {
            var document = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            if (document["complete"] is not { } complete || !(bool)complete) return (null, $"the run of '{file}' is not complete");
            var last = document["experiences"]!.AsArray()[^1]!;
            if (last["planned"] is not JsonArray { Count: > 0 } tests)
                return (null, $"'{file}' is not of joint training: no experience of its stream was merged");
            var names = tests[0]!["scores"]!.AsObject().Select(pair => pair.Key).ToArray();
            double?[] Values(string name) => [.. tests.Select(test => Number(test!["scores"]![name]))];
            return (new(names.ToDictionary(name => name, Values, StringComparer.Ordinal)), null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException
            or FormatException or IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return (null, $"'{file}' cannot be read as the metrics of a run: {exception.Message}");
        }
    }

    /// <summary>The score on the classes of an experience; <see langword="null"/> if there is none.</summary>
    /// <param name="figure">The figure's name.</param>
    /// <param name="k">The experience.</param>
    public double? At(string figure, int k) => _figures.TryGetValue(figure, out var values) && k < values.Length ? values[k] : null;

    // The engine writes infinities as texts.
    private static double? Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number ? (double)node : null;
}
