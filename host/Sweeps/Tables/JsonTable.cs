using System.Text.Json.Nodes;
using PluginHost.Comparisons.Cells;
using PluginHost.Comparisons.Protocols;
using PluginHost.Json;

namespace PluginHost.Comparisons.Tables;

/// <summary>Writes results as JSON: all that the other tables show. The report of a comparison is made from it.</summary>
internal static class JsonTable
{
    public const string FileName = "table.json";

    public static string Text(ResultTable table, IEnumerable<ProtocolTable> protocols)
    {
        var comparison = table.Comparison;
        return JsonFile.Text(new JsonObject
        {
            ["name"] = comparison.Name,
            ["title"] = comparison.Title,
            ["description"] = comparison.Description,
            ["rowAxes"] = Texts(comparison.Rows),
            ["columnAxes"] = Texts(comparison.Columns),
            ["repetition"] = comparison.Repetition?.Name,
            ["figures"] = new JsonArray([.. comparison.Figures.Select(Figure)]),
            ["groups"] = new JsonArray([.. table.Groups.Select(names => (JsonNode)Texts(names))]),
            ["rows"] = new JsonArray([.. table.Rows.Select(row => (JsonNode)new JsonObject
            {
                ["names"] = Texts(row.Names), ["entries"] = new JsonArray([.. row.Entries.Select(Entry)]),
            })]),
            ["remarks"] = Texts(FigureText.Remarks(table, "Bold")),
            ["tables"] = ProtocolText.Json(protocols),
            ["cells"] = new JsonArray([.. table.Cells.Select(cell => Cell(cell, comparison))]),
        }) + "\n";
    }

    private static JsonNode Figure(ComparisonFigure figure) => new JsonObject
    {
        ["name"] = figure.Name,
        ["heading"] = figure.Heading,
        ["unit"] = figure.Unit,
        ["better"] = figure.Direction switch { > 0 => "higher", < 0 => "lower", _ => "neither" },
        ["decimals"] = figure.Decimals,
    };

    private static JsonObject? Entry(TableEntry? entry) => entry is null ? null : new()
    {
        ["bound"] = entry.Bound,
        ["shortfall"] = entry.Shortfall,
        ["seconds"] = entry.Seconds,
        ["runs"] = Texts(entry.Cells.Select(cell => cell.Cell.Folder)),
        ["figures"] = new JsonArray([.. entry.Figures.Select(figure => (JsonNode)new JsonObject
        {
            ["n"] = figure.Ours?.Count ?? 0,
            ["mean"] = Finite(figure.Ours?.Mean),
            ["halfWidth"] = Finite(figure.Ours?.HalfWidth),
            ["best"] = figure.Best,
            ["published"] = figure.Published,
        })]),
    };

    private static JsonNode Cell(CellResult result, Comparison comparison) => new JsonObject
    {
        ["name"] = result.Cell.Name,
        ["state"] = result.State.ToString().ToLowerInvariant(),
        ["reason"] = result.Reason,
        ["folder"] = result.Cell.Folder,
        ["seconds"] = Math.Round(result.Seconds, 3),
        ["figures"] = new JsonObject([.. comparison.Figures.Select(
            figure => KeyValuePair.Create(figure.Name, (JsonNode?)Finite(MetricPath.Find(result.Metrics, figure.Path))))]),
    };

    private static JsonValue? Finite(double? number) => number is { } value && double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}
