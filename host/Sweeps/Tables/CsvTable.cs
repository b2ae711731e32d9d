using System.Globalization;
using System.Text;

namespace PluginHost.Comparisons.Tables;

/// <summary>Writes results as CSV: the table in long form, a line per place and figure; and a line per run with all its figures.</summary>
internal static class CsvTable
{
    public static string Text(ResultTable table)
    {
        var comparison = table.Comparison;
        var text = new StringBuilder(CsvText.Line(
        [
            .. comparison.Rows, .. comparison.Columns,
            "figure", "unit", "n", "runs", "failed", "mean", "ci95_half_width", "best", "bound", "published", "source", "seconds_per_run",
        ]));
        foreach (var row in table.Rows)
        {
            for (var group = 0; group < table.Groups.Count; group++)
            {
                if (row.Entries[group] is not { } entry) continue;
                foreach (var figure in entry.Figures)
                    text.Append(CsvText.Line([.. row.Names, .. table.Groups[group], .. Fields(entry, figure, comparison)]));
            }
        }

        return text.ToString();
    }

    /// <summary>A line per run: its values, state and every number and truth value of its metrics.json by path.</summary>
    public static string CellsText(ResultTable table)
    {
        var figures = table.Cells.Select(result => MetricPath.All(result.Metrics).ToArray()).ToArray();
        var paths = figures.SelectMany(all => all.Select(figure => figure.Path)).Distinct(StringComparer.Ordinal).ToArray();
        var axes = table.Comparison.Axes.Select(axis => axis.Name).ToArray();
        var text = new StringBuilder(CsvText.Line([.. axes, "state", "reason", "wall_seconds", "folder", .. paths]));
        foreach (var (result, all) in table.Cells.Zip(figures))
        {
            var byPath = all.ToDictionary(figure => figure.Path, figure => figure.Value, StringComparer.Ordinal);
            text.Append(CsvText.Line(
            [
                .. axes.Select(axis => result.Cell.Values[axis]),
                result.State.ToString().ToLowerInvariant(), result.Reason ?? "", CsvText.Number(result.Seconds), result.Cell.Folder,
                .. paths.Select(path => CsvText.Number(byPath.TryGetValue(path, out var value) ? value : null)),
            ]));
        }

        return text.ToString();
    }

    private static string[] Fields(TableEntry entry, TableFigure figure, Comparison comparison) =>
    [
        figure.Figure.Name,
        figure.Figure.Unit ?? "",
        (figure.Ours?.Count ?? 0).ToString(CultureInfo.InvariantCulture),
        entry.Cells.Count.ToString(CultureInfo.InvariantCulture),
        entry.Failed.ToString(CultureInfo.InvariantCulture),
        CsvText.Number(figure.Ours?.Mean),
        CsvText.Number(figure.Ours?.HalfWidth),
        figure.Best ? "1" : "0",
        entry.Bound ? "1" : "0",
        CsvText.Number(figure.Published),
        figure.Published is null ? "" : comparison.Source ?? "",
        CsvText.Number(entry.Seconds),
    ];
}

/// <summary>Lines of CSV (RFC 4180, with bare line feeds).</summary>
internal static class CsvText
{
    public static string Line(IEnumerable<string> fields) => string.Join(',', fields.Select(Field)) + "\n";

    public static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Field(string field) =>
        field.AsSpan().IndexOfAny(",\"\n\r") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
