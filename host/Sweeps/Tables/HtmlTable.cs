using System.Net;
using System.Text;
using PluginHost.Comparisons.Protocols;

namespace PluginHost.Comparisons.Tables;

/// <summary>Writes results as one HTML page that needs no other file.</summary>
internal static class HtmlTable
{
    public static string Text(ResultTable table, string folder, IEnumerable<ProtocolTable> protocols)
    {
        var comparison = table.Comparison;
        var text = new StringBuilder();
        text.Append($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Escaped(comparison.Title)}</title>
            <style>
            {HtmlStyle.Text}
            </style>
            </head>
            <body>
            <h1>{Escaped(comparison.Title)}</h1>

            """);
        if (comparison.Description is { } description) text.Append($"<p class=\"about\">{Escaped(description)}</p>\n");
        text.Append("<div class=\"scroll\">\n<table>\n<thead>\n");
        Head(text, table);
        text.Append("</thead>\n<tbody>\n");
        foreach (var row in table.Rows) Row(text, row, comparison.Figures.Count);
        text.Append("</tbody>\n</table>\n</div>\n<ul class=\"remarks\">\n");
        foreach (var remark in FigureText.Remarks(table, "Bold")) text.Append($"<li>{Escaped(remark)}</li>\n");
        text.Append("</ul>\n");
        foreach (var protocol in protocols) Protocol(text, protocol);
        Failures(text, table, folder);
        return text.Append("</body>\n</html>\n").ToString();
    }

    private static void Head(StringBuilder text, ResultTable table)
    {
        var (comparison, depth) = (table.Comparison, table.Groups[0].Count);
        for (var level = 0; level < depth; level++)
        {
            text.Append("<tr>");
            if (level == 0) RowHeadings(text, comparison, depth + 1);
            for (var group = 0; group < table.Groups.Count;)
            {
                var above = table.Groups[group].Take(level + 1).ToArray();
                var same = table.Groups.Skip(group).TakeWhile(other => other.Take(level + 1).SequenceEqual(above)).Count();
                text.Append($"<th class=\"group\" colspan=\"{same * (comparison.Figures.Count + 1)}\">{Escaped(above[^1])}</th>");
                group += same;
            }

            text.Append("</tr>\n");
        }

        text.Append("<tr>");
        if (depth == 0) RowHeadings(text, comparison, 1);
        foreach (var _ in table.Groups)
        {
            foreach (var figure in comparison.Figures)
                text.Append($"<th class=\"{(figure == comparison.Figures[0] ? "first" : "next")}\">{Escaped(figure.Heading)}</th>");
            text.Append("<th class=\"time\">time of a run</th>");
        }

        text.Append("</tr>\n");
    }

    private static void RowHeadings(StringBuilder text, Comparison comparison, int depth)
    {
        foreach (var axis in comparison.Rows) text.Append($"<th class=\"name\" rowspan=\"{depth}\">{Escaped(axis)}</th>");
    }

    private static void Row(StringBuilder text, TableRow row, int figures)
    {
        var bound = row.Entries.All(entry => entry is null || entry.Bound);
        text.Append(bound ? "<tr class=\"bound\">" : "<tr>");
        foreach (var name in row.Names) text.Append($"<th class=\"name\" scope=\"row\">{Escaped(name)}</th>");
        foreach (var entry in row.Entries)
        {
            if (entry is null)
            {
                text.Append($"<td class=\"first none\" colspan=\"{figures + 1}\">&ndash;</td>");
                continue;
            }

            foreach (var figure in entry.Figures)
            {
                text.Append($"<td class=\"{(figure == entry.Figures[0] ? "first" : "next")}\">");
                Cell(text, entry, figure);
                text.Append("</td>");
            }

            text.Append($"<td class=\"time\">{(entry.Seconds is { } seconds ? DurationText.Of(seconds) : "")}</td>");
        }

        text.Append("</tr>\n");
    }

    private static void Cell(StringBuilder text, TableEntry entry, TableFigure figure)
    {
        var ours = Escaped(FigureText.Ours(figure)).Replace(" ± ", "<span class=\"ci\"> ± ", StringComparison.Ordinal);
        if (ours.Contains("<span", StringComparison.Ordinal)) ours += "</span>";
        var isFirst = figure == entry.Figures[0];
        if (figure.Ours is null) text.Append($"<span class=\"missing\">{(isFirst ? entry.Shortfall : "&ndash;")}</span>");
        else text.Append(figure.Best ? $"<b>{ours}</b>" : ours);
        if (figure.Ours is not null && isFirst && entry.Shortfall.Length > 0)
            text.Append($" <span class=\"missing\">{entry.Shortfall}</span>");
        if (figure.Published is not null) text.Append($"<small>published {FigureText.Published(figure)}</small>");
    }

    private static void Protocol(StringBuilder text, ProtocolTable table)
    {
        text.Append($"<h2>{Escaped(table.Title)}</h2>\n<div class=\"scroll\">\n<table>\n<thead>\n<tr>");
        foreach (var heading in table.Headings) text.Append($"<th>{Escaped(heading)}</th>");
        text.Append("</tr>\n</thead>\n<tbody>\n");
        foreach (var row in table.Rows) text.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Escaped(cell)}</td>")).Append("</tr>\n");
        text.Append($"</tbody>\n</table>\n</div>\n<p class=\"about\">{Escaped(table.Note)}</p>\n");
    }

    private static void Failures(StringBuilder text, ResultTable table, string folder)
    {
        var failures = table.Failures.ToArray();
        if (failures.Length == 0) return;
        text.Append("<h2>Failed cells</h2>\n<ul class=\"failures\">\n");
        foreach (var failure in failures)
        {
            var log = Path.GetRelativePath(folder, failure.Log);
            text.Append($"<li><b>{Escaped(failure.Cell.Name)}</b>: {Escaped(failure.Reason ?? "")} ");
            text.Append($"(<a href=\"{Escaped(log)}\">log</a>)</li>\n");
        }

        text.Append("</ul>\n");
    }

    private static string Escaped(string text) => WebUtility.HtmlEncode(text).Replace("&#177;", "±", StringComparison.Ordinal);
}
