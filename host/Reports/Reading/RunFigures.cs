using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Tables;

namespace PluginHost.Reports.Reading;

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

    private static string Value(FigureRow row) =>
        row.Value is { } number ? Text(number) : row.Why ?? "-";

    /// <summary>Every figure on all classes after the last experience, each with its summaries behind it; nothing without metrics.</summary>
    public static IEnumerable<FigureRow> Rows(JsonObject? metrics)
    {
        foreach (var figure in Described(metrics))
        {
            var (name, unit) = (figure["name"]?.ToString() ?? "", figure["unit"]?.ToString() ?? "");
            var from = From(metrics!, name);
            var test = MetricPath.Node(metrics, Last.TrimEnd('.')) as JsonObject;
            yield return new(
                name, unit, figure["higherIsBetter"]?.GetValue<bool>(), MetricPath.Number(test?["scores"]?[name]),
                test?["undefined"]?[name]?.ToString(), from);
            foreach (var (summary, value) in metrics!["summary"]?[name] as JsonObject ?? [])
                yield return new(Summary(name, summary), unit, null, MetricPath.Number(value), metrics["undefined"]?[name]?[summary]?.ToString(), from);
        }
    }

    /// <summary>What metrics say of their figures: name, unit and more.</summary>
    public static IEnumerable<JsonObject> Described(JsonObject? metrics) => (metrics?["figures"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>What a row with a summary of a figure is called.</summary>
    public static string Summary(string figure, string summary) => $"{figure}: {summary}";

    private static string From(JsonObject metrics, string figure)
    {
        var added = (metrics["added"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(entry => (entry["figures"] as JsonArray ?? []).Any(name => name?.ToString() == figure));
        return added is null ? "the run" : $"added by {added["metric"]} of {added["plugin"]} {added["version"]}";
    }
}

/// <summary>A figure of a run, or a summary of one over the stream.</summary>
/// <param name="Name">The figure's name; a summary's behind a colon.</param>
/// <param name="Unit">Its unit; may be empty.</param>
/// <param name="HigherIsBetter">Files do not say so of a summary: <see langword="null"/>.</param>
/// <param name="Value"><see langword="null"/> where it is not defined.</param>
/// <param name="Why">The reason then.</param>
/// <param name="From">The run, or the metric that was added later.</param>
internal sealed record FigureRow(string Name, string Unit, bool? HigherIsBetter, double? Value, string? Why, string From);
