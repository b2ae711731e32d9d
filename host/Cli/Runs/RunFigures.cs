using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Tables;

namespace PluginHost.Cli;

/// <summary>The figures in a run's metrics.json, for people and programs.</summary>
internal static class RunFigures
{
    public const string FileName = "metrics.json";

    private const string Last = "experiences[last].test.";

    /// <summary>A cell of a table.</summary>
    public static string Text(object? cell) => cell switch
    {
        null => "-",
        double number => number.ToString("0.####", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>A line per figure: its value on all classes after the last experience, its summaries, and where it comes from.</summary>
    public static void Write(TextWriter writer, JsonObject metrics)
    {
        var rows = Rows(metrics).ToArray();
        TextTable.Write(writer, ["figure", "unit", "value", "from"], [.. rows.Select(row => new[] { row.Name, row.Unit, Value(row), row.From })]);
    }

    /// <summary>The same for programs: a figure without a value has its reason.</summary>
    public static JsonArray ToJson(JsonObject metrics) => new([.. Rows(metrics).Select(row =>
    {
        var json = new JsonObject { ["figure"] = row.Name, ["unit"] = row.Unit, ["value"] = row.Value, ["from"] = row.From };
        if (row.Value is null) json["reason"] = row.Why;
        return (JsonNode)json;
    })]);

    /// <summary>
    /// Every figure on all classes after the last experience, then its summaries; nothing without metrics. Files do not say of a summary
    /// whether more of it is better.
    /// </summary>
    public static IEnumerable<(string Name, string Unit, bool? HigherIsBetter, double? Value)> Values(JsonObject? metrics)
    {
        if (metrics is null) yield break;
        var higher = (metrics["figures"] as JsonArray ?? []).OfType<JsonObject>()
            .ToDictionary(figure => figure["name"]?.ToString() ?? "", figure => figure["higherIsBetter"]?.GetValue<bool>(), StringComparer.Ordinal);
        foreach (var row in Rows(metrics)) yield return (row.Name, row.Unit, higher.GetValueOrDefault(row.Name), row.Value);
    }

    private static string Value((string Name, string Unit, double? Value, string? Why, string From) row) =>
        row.Value is { } number ? Text(number) : row.Why ?? "-";

    private static IEnumerable<(string Name, string Unit, double? Value, string? Why, string From)> Rows(JsonObject metrics)
    {
        foreach (var figure in (metrics["figures"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var (name, unit) = (figure["name"]?.ToString() ?? "", figure["unit"]?.ToString() ?? "");
            var from = From(metrics, name);
            var test = MetricPath.Node(metrics, Last.TrimEnd('.')) as JsonObject;
            yield return (name, unit, MetricPath.Number(test?["scores"]?[name]), test?["undefined"]?[name]?.ToString(), from);
            foreach (var (summary, value) in metrics["summary"]?[name] as JsonObject ?? [])
                yield return ($"{name}: {summary}", unit, MetricPath.Number(value), metrics["undefined"]?[name]?[summary]?.ToString(), from);
        }
    }

    private static string From(JsonObject metrics, string figure)
    {
        var added = (metrics["added"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(entry => (entry["figures"] as JsonArray ?? []).Any(name => name?.ToString() == figure));
        return added is null ? "the run" : $"added by {added["metric"]} of {added["plugin"]} {added["version"]}";
    }
}
