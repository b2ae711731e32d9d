using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Comparisons.Cells;
using PluginHost.Comparisons.Tables;

namespace PluginHost.Comparisons.Protocols;

/// <summary>A further table of a comparison: its columns and rows as texts, and a line that says how to read it.</summary>
/// <param name="Title">The title.</param>
/// <param name="Headings">The headings.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Note">How to read it.</param>
internal sealed record ProtocolTable(string Title, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows, string Note);

/// <summary>Makes the tables of areas over budgets and of paired tests out of the results of a comparison's cells.</summary>
/// <param name="comparison">The comparison.</param>
/// <param name="cells">The results of all cells.</param>
internal sealed class ProtocolTables(Comparison comparison, IReadOnlyList<CellResult> cells)
{
    private string? Repetition => comparison.Repetition?.Name;

    /// <summary>All tables that the file asks for.</summary>
    public IEnumerable<ProtocolTable> All() => comparison.Areas.Select(Of).Concat(comparison.Tests.Select(Of));

    /// <summary>The area under the points, by the trapezoid rule; the points need no order.</summary>
    public static double Area(IEnumerable<(double X, double Y)> points)
    {
        var sorted = points.OrderBy(point => point.X).ToArray();
        return sorted.Zip(sorted.Skip(1), (a, b) => (b.X - a.X) * (a.Y + b.Y) / 2).Sum();
    }

    private ProtocolTable Of(ComparisonArea area)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var group in Places(area.Over))
        {
            // One area for each repetition, of cells that are all there.
            var areas = group.GroupBy(cell => Value(cell, Repetition)).Select(each => AreaOf(area, [.. each])).OfType<double>().ToArray();
            var sample = Sample.Of(areas);
            rows.Add([.. Names(group[0], area.Over), sample is null ? "-" : Text(sample), areas.Length.ToString(CultureInfo.InvariantCulture)]);
        }

        var axis = string.Join(", ", area.Positions.OrderBy(pair => pair.Value).Select(pair => pair.Value.ToString("0.##", CultureInfo.InvariantCulture)));
        return new(
            area.Name,
            [.. Others(area.Over), area.Name, "n"],
            rows,
            $"Area under {area.Figure.Name}{(area.Scale == 1 ? "" : FormattableString.Invariant($" x {area.Scale}"))} over {area.Over} ({axis}), "
                + "by the trapezoid rule, for each repetition whose runs are all complete; mean and half-width of the 95 % interval over n of them.");
    }

    private static double? AreaOf(ComparisonArea area, IReadOnlyList<CellResult> group)
    {
        var points = group.Select(cell => (X: area.Positions[cell.Cell.Values[area.Over]], Y: MetricPath.Find(cell.Metrics, area.Figure.Path))).ToArray();
        return points.Length < area.Positions.Count || points.Any(point => point.Y is null)
            ? null
            : Area(points.Select(point => (point.X, area.Scale * point.Y!.Value)));
    }

    private ProtocolTable Of(ComparisonTest test)
    {
        var rows = new List<IReadOnlyList<string>>();
        var names = comparison.Axis(test.Between).Values.Select(value => value.Name).ToArray();
        var pairs = test.Against is { } against
            ? names.Where(name => name != against).Select(name => (A: name, B: against))
            : names.SelectMany((a, i) => names.Skip(i + 1).Select(b => (A: a, B: b)));
        foreach (var (a, b) in pairs)
        {
            foreach (var group in Places(test.Between))
            {
                var differences = Differences(test, group, a, b);
                if (!group.Any(cell => Value(cell, test.Between) == a) || !group.Any(cell => Value(cell, test.Between) == b)) continue;
                var sample = Sample.Of(differences);
                rows.Add(
                [
                    .. Names(group[0], test.Between), $"{a} - {b}", sample is null ? "-" : FigureText.Number(sample.Mean, test.Figure),
                    differences.Count.ToString(CultureInfo.InvariantCulture),
                    differences.Count == 0 ? "-" : SignFlipTest.P(differences).ToString("0.#####", CultureInfo.InvariantCulture),
                ]);
            }
        }

        return new(
            $"Differences in {test.Figure.Name}",
            [.. Others(test.Between), "difference", test.Figure.Name, "n", "p"],
            rows,
            $"Mean difference of pairs with the same {Repetition}, and the exact two-sided permutation test over all signs of their n differences: p is "
                + "at least 2 / 2^n, so six pairs are the fewest that can fall below 0.05. No correction for several tests.");
    }

    private List<double> Differences(ComparisonTest test, IReadOnlyList<CellResult> group, string a, string b)
    {
        double? Figure(string repetition, string name) => group
            .Where(cell => Value(cell, Repetition) == repetition && Value(cell, test.Between) == name)
            .Select(cell => MetricPath.Find(cell.Metrics, test.Figure.Path)).FirstOrDefault();
        return [.. comparison.Repetition!.Values.Select(value => Figure(value.Name, a) - Figure(value.Name, b)).OfType<double>()];
    }

    // The cells that differ in the repetition and in one axis alone.
    private IEnumerable<IReadOnlyList<CellResult>> Places(string axis) =>
        cells.GroupBy(cell => string.Join('\n', Names(cell, axis)), StringComparer.Ordinal).Select(group => group.ToArray());

    private IEnumerable<string> Others(string axis) => comparison.Axes.Where(other => !other.Repetition && other.Name != axis).Select(other => other.Name);

    private IEnumerable<string> Names(CellResult cell, string axis) => Others(axis).Select(name => cell.Cell.Values[name]);

    private static string Value(CellResult cell, string? axis) => axis is null ? "" : cell.Cell.Values[axis];

    private static string Text(Sample sample) =>
        sample.Mean.ToString("0.00", CultureInfo.InvariantCulture)
        + (sample.HalfWidth is { } half ? " ± " + half.ToString("0.00", CultureInfo.InvariantCulture) : "");
}

/// <summary>Writes the further tables of a comparison.</summary>
internal static class ProtocolText
{
    /// <summary>The file for programs.</summary>
    public const string FileName = "protocols.csv";

    public static void Console(IEnumerable<ProtocolTable> tables, TextWriter writer)
    {
        foreach (var table in tables)
        {
            writer.WriteLine();
            writer.WriteLine(table.Title);
            TextTable.Write(writer, table.Headings, table.Rows, "  ");
            writer.WriteLine(table.Note);
        }
    }

    public static string Markdown(IEnumerable<ProtocolTable> tables) => string.Concat(tables.Select(table =>
        $"\n### {table.Title}\n\n{Line(table.Headings)}{Line(table.Headings.Select(_ => "---"))}{string.Concat(table.Rows.Select(Line))}\n{table.Note}\n"));

    public static string Csv(IEnumerable<ProtocolTable> tables) => string.Concat(tables.Select(table =>
        CsvText.Line(["table", .. table.Headings]) + string.Concat(table.Rows.Select(row => CsvText.Line([table.Title, .. row])))));

    /// <summary>The tables for programs: titles, headings, rows of texts as they are shown, and the line that says how to read them.</summary>
    public static JsonArray Json(IEnumerable<ProtocolTable> tables) => new([.. tables.Select(table => new JsonObject
    {
        ["title"] = table.Title,
        ["headings"] = Texts(table.Headings),
        ["rows"] = new JsonArray([.. table.Rows.Select(Texts)]),
        ["note"] = table.Note,
    })]);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    private static string Line(IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
}
