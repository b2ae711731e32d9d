using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Tables;
using PluginHost.Reports.Reading;

namespace PluginHost.Reports.Pages;

/// <summary>The page of a comparison, made from its table.json.</summary>
/// <param name="folder">The comparison's folder, absolute.</param>
/// <param name="place">The folder in which the page will lie; links to runs' pages are relative to it.</param>
/// <param name="table">The content of table.json.</param>
internal sealed class ComparisonPage(string folder, string place, JsonObject table)
{
    private readonly JsonObject[] _figures = [.. table.At("figures").Objects()];
    private readonly string[][] _groups = [.. table.At("groups").Items().Select(group => group.Texts())];
    private readonly JsonObject[] _rows = [.. table.At("rows").Objects()];
    private readonly JsonObject[] _cells = [.. table.At("cells").Objects()];

    /// <summary>Makes the page.</summary>
    public string Text()
    {
        PageSection?[] sections =
        [
            Page.Section("failed", "Failed cells", Failures),
            Page.Section("table", "Table", Table),
            Page.Section("intervals", "Intervals", Intervals),
            .. table.At("tables").Objects().Select((each, index) => Page.Section(
                string.Create(CultureInfo.InvariantCulture, $"table-{index + 2}"), each.At("title").Text(), () => Protocol(each))),
            Page.Section("runs", "Runs", Cells),
        ];
        return Page.Of(table.At("title").Text(), Page.Section("", "", Header)!.Content, [.. sections.OfType<PageSection>()]);
    }

    private HtmlText Header()
    {
        var done = _cells.Count(cell => cell.At("state").Text() == "done");
        var (state, word) = _cells.Any(IsFailed) ? ("failed", $"{_cells.Count(IsFailed)} failed")
            : done == _cells.Length ? ("completed", "complete")
            : ("stopped", $"{done} of {_cells.Length}");
        var text = HtmlText.Of($"<h1>{table.At("title").Text()} <span class=\"state {state}\">{word}</span></h1>\n");
        if (table.At("description").Text() is { Length: > 0 } description) text.Add($"<p class=\"about\">{description}</p>\n");
        (string Name, string Value)[] facts =
        [
            ("runs", $"{done} of {_cells.Length} complete"),
            ("rows", string.Join(", ", table.At("rowAxes").Texts())),
            ("columns", string.Join(", ", table.At("columnAxes").Texts())),
            ("repeated over", table.At("repetition").Text()),
            ("wall time of all runs", DurationText.Of(_cells.Sum(cell => cell.At("seconds").Number() ?? 0))),
        ];
        return text.Add(Markup.Facts(facts));
    }

    private HtmlText? Failures()
    {
        if (!_cells.Any(IsFailed)) return null;
        var failures = _cells.Where(IsFailed).Select(cell => HtmlText.Of($"<li><b>{Run(cell)}</b>: {cell.At("reason").Text()}</li>\n"));
        return HtmlText.Of($"<ul>\n{failures}</ul>\n");
    }

    private HtmlText Table()
    {
        string[] axes = table.At("rowAxes").Texts();
        var panels = _groups.Select((names, group) => (string.Join(", ", names), Group(axes, group))).ToArray();
        var text = Markup.Choice("Columns", panels);
        return text.Add($"<ul class=\"hint\">\n{table.At("remarks").Texts().Select(remark => HtmlText.Of($"<li>{remark}</li>\n"))}</ul>\n");
    }

    private HtmlText Group(string[] axes, int group)
    {
        var rows = _rows.Where(row => Entry(row, group) is not null).Select(row => Row(row, Entry(row, group)!));
        return Markup.Table([.. axes, .. _figures.Select(figure => figure.At("heading").Text()), "time of a run", ""], rows, kind: "results");
    }

    private IEnumerable<HtmlText> Row(JsonObject row, JsonNode entry)
    {
        string[] names = row.At("names").Texts();
        for (var i = 0; i < names.Length; i++)
            yield return HtmlText.Of($"<th scope=\"row\">{names[i]}{(i == names.Length - 1 && entry.At("bound").IsTrue() ? " (bound)" : "")}</th>");
        foreach (var (figure, described) in entry.At("figures").Objects().Zip(_figures))
        {
            var published = figure.At("published").Number() is { } other
                ? HtmlText.Of($"<small>published {Number(other, described)}</small>") : new();
            yield return HtmlText.Of($"<td class=\"{(figure.At("best").IsTrue() ? "best" : "")}\">{Mean(figure, described)}{published}</td>");
        }

        yield return HtmlText.Of($"<td class=\"soft\">{(entry.At("seconds").Number() is { } seconds ? DurationText.Of(seconds) : "-")}</td>");
        yield return HtmlText.Of($"<td class=\"worse\">{entry.At("shortfall").Text()}</td>");
    }

    private HtmlText? Intervals()
    {
        (string, HtmlText)[] panels = [.. _figures.Select((figure, index) => (figure.At("name").Text(), Interval(figure, index)))];
        return panels.Length == 0 ? null : Markup.Choice("Figure", panels);
    }

    private HtmlText Interval(JsonObject figure, int index)
    {
        var rows = _rows.Select(row => new JsonObject
        {
            ["name"] = string.Join(", ", row.At("names").Texts()),
            ["dots"] = new JsonArray([.. _groups.Select((names, group) => Dot(Entry(row, group), names, figure, index)).OfType<JsonNode>()]),
        }).Where(row => row.At("dots").Items().Any());
        var data = new JsonObject
        {
            ["unit"] = figure.At("unit").Text(), ["groups"] = new JsonArray([.. _groups.Select(names => (JsonNode)string.Join(", ", names))]),
            ["rows"] = new JsonArray([.. rows]),
        };
        return Markup.Plot("intervals", $"{figure.At("heading").Text()}: mean and 95 % confidence interval", data);
    }

    private JsonObject? Dot(JsonNode? entry, string[] group, JsonObject described, int index)
    {
        if (entry.At("figures").Items().ElementAtOrDefault(index) is not { } figure) return null;
        if ((figure.At("mean").Number() ?? figure.At("published").Number()) is null) return null;
        return new()
        {
            ["group"] = Array.IndexOf(_groups, group),
            ["mean"] = Markup.Finite(figure.At("mean").Number()),
            ["half"] = Markup.Finite(figure.At("halfWidth").Number()),
            ["published"] = Markup.Finite(figure.At("published").Number()),
            ["n"] = Markup.Finite(figure.At("n").Number()),
            ["bound"] = entry.At("bound").IsTrue(),
            ["best"] = figure.At("best").IsTrue(),
            ["text"] = Mean(figure, described),
            ["other"] = figure.At("published").Number() is { } other ? Number(other, described) : null,
        };
    }

    private static HtmlText Protocol(JsonObject protocol) =>
        Markup.Table(protocol.At("headings").Texts(), protocol.At("rows").Items().Select(row => row.Texts()))
            .Add($"<p class=\"hint\">{protocol.At("note").Text()}</p>\n");

    private HtmlText Cells()
    {
        var rows = _cells.Select(IEnumerable<HtmlText> (cell) =>
        [
            HtmlText.Of($"<th scope=\"row\">{Run(cell)}</th>"),
            HtmlText.Of($"<td class=\"left\"><span class=\"state {State(cell)}\">{cell.At("state").Text()}</span></td>"),
            .. _figures.Select(figure => HtmlText.Of($"<td>{Number(cell.At("figures").At(figure.At("name").Text()).Number(), figure)}</td>")),
            HtmlText.Of($"<td class=\"soft\">{DurationText.Of(cell.At("seconds").Number() ?? 0)}</td>"),
        ]);
        return Markup.Table(["run", "state", .. _figures.Select(figure => figure.At("heading").Text()), "wall time"], rows, kind: "results");
    }

    /// <summary>A run's name, with a link to its page where it has one.</summary>
    private HtmlText Run(JsonObject cell)
    {
        var (name, page) = (cell.At("name").Text(), Path.Combine(folder, cell.At("folder").Text(), Report.Folder, Report.FileName));
        if (cell.At("folder").Text().Length == 0 || !File.Exists(page)) return HtmlText.Of($"{name}");
        var link = string.Join('/', Path.GetRelativePath(place, page).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
        return HtmlText.Of($"<a href=\"{link}\">{name}</a>");
    }

    private static bool IsFailed(JsonObject cell) => cell.At("state").Text() == "failed";

    private static string State(JsonObject cell) => cell.At("state").Text() switch { "done" => "completed", "failed" => "failed", _ => "stopped" };

    private static JsonNode? Entry(JsonObject row, int group) => row.At("entries").Items().ElementAtOrDefault(group);

    private static string Mean(JsonNode? figure, JsonObject described) => figure.At("mean").Number() is not { } mean ? "-"
        : Number(mean, described) + (figure.At("halfWidth").Number() is { } half ? $" ± {Number(half, described)}" : "");

    private static string Number(double? value, JsonObject figure) =>
        value is { } number ? FigureText.Number(number, (int)Math.Clamp(figure.At("decimals").Number() ?? 2, 0, 10)) : "-";
}
