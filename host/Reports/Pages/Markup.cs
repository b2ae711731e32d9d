using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Reports.Pages;

/// <summary>Tables and frames of plots.</summary>
internal static class Markup
{
    /// <summary>A figure as every table shows it; a dash where there is none.</summary>
    public static string Number(double? value) => value is { } number ? number.ToString("0.00", CultureInfo.InvariantCulture) : "-";

    /// <summary>A whole number with its thousands apart.</summary>
    public static string Whole(double? value) => value is { } number ? number.ToString("#,0", CultureInfo.InvariantCulture) : "-";

    /// <summary>A table that scrolls in its own box where the page is narrow. The first column holds names.</summary>
    public static HtmlText Table(IEnumerable<string> headings, IEnumerable<IEnumerable<string>> rows, string caption = "", string kind = "") =>
        Table(headings, rows.Select(row => row.Select((cell, column) => column == 0
            ? HtmlText.Of($"<th scope=\"row\">{cell}</th>") : HtmlText.Of($"<td>{cell}</td>"))), caption, kind);

    /// <summary>The same with cells as markup.</summary>
    public static HtmlText Table(IEnumerable<string> headings, IEnumerable<IEnumerable<HtmlText>> rows, string caption = "", string kind = "")
    {
        var text = HtmlText.Of($"<div class=\"scroll\" tabindex=\"0\">\n<table class=\"{kind}\">\n");
        if (caption.Length > 0) text.Add($"<caption>{caption}</caption>\n");
        text.Add($"<thead><tr>{headings.Select(heading => HtmlText.Of($"<th scope=\"col\">{heading}</th>"))}</tr></thead>\n<tbody>\n");
        foreach (var row in rows) text.Add($"<tr>{row}</tr>\n");
        return text.Add($"</tbody>\n</table>\n</div>\n");
    }

    /// <summary>A cell in the colour of its value: the strongest for the best.</summary>
    /// <param name="value">The value; <see langword="null"/> where there is none.</param>
    /// <param name="low">The lowest value of the map.</param>
    /// <param name="high">The highest.</param>
    /// <param name="higher">Whether that is the best.</param>
    /// <param name="kind">A further class.</param>
    public static HtmlText Heat(double? value, double low, double high, bool higher, string kind = "") => value is not { } number
        ? HtmlText.Of($"<td class=\"none\">-</td>")
        : HtmlText.Of($"<td class=\"h{Level(number, low, high, higher)} {kind}\">{Number(number)}</td>");

    /// <summary>Names with values; those without a value are left out.</summary>
    public static HtmlText Facts(IEnumerable<(string Name, string Value)> facts)
    {
        var shown = facts.Where(fact => fact.Value.Length > 0).Select(fact => HtmlText.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"));
        return HtmlText.Of($"<dl class=\"facts\">{shown}</dl>\n");
    }

    /// <summary>A plot that the script draws from data, with its values as a table below.</summary>
    /// <param name="kind">curves or intervals.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="data">The data.</param>
    public static HtmlText Plot(string kind, string title, JsonObject data)
    {
        data["title"] = title;
        return HtmlText.Of($"<figure class=\"plot\" data-plot=\"{kind}\">\n<figcaption>{title}</figcaption>\n<div class=\"canvas\"></div>\n")
            .AddData(data)
            .Add($"<details class=\"values\"><summary>Values as a table</summary><div class=\"scroll\" tabindex=\"0\"></div></details>\n")
            .Add($"</figure>\n");
    }

    /// <summary>A choice of panels, one of which is shown.</summary>
    /// <param name="label">What is chosen.</param>
    /// <param name="panels">The panels by name.</param>
    /// <param name="chosen">The place of the one that is shown first.</param>
    public static HtmlText Choice(string label, IReadOnlyList<(string Name, HtmlText Content)> panels, int chosen = 0)
    {
        var text = HtmlText.Of($"<div class=\"choice\">\n");
        if (panels.Count > 1)
        {
            var options = panels.Select((panel, index) => index == chosen
                ? HtmlText.Of($"<option value=\"{index}\" selected>{panel.Name}</option>")
                : HtmlText.Of($"<option value=\"{index}\">{panel.Name}</option>"));
            text.Add($"<label>{label} <select>{options}</select></label>\n");
        }

        foreach (var panel in panels) text.Add($"<div class=\"panel\">\n{panel.Content}</div>\n");
        return text.Add($"</div>\n");
    }

    /// <summary>A series of a plot of curves.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="points">Places and values; without a value the line has a gap.</param>
    /// <param name="main">Whether it is the one that counts.</param>
    public static JsonObject Series(string name, IEnumerable<(double X, double? Y)> points, bool main = false) => new()
    {
        ["name"] = name,
        ["main"] = main,
        ["points"] = new JsonArray([.. points.Select(point => (JsonNode)new JsonArray(point.X, Finite(point.Y)))]),
    };

    /// <summary>A number as data; JSON knows none that is not finite.</summary>
    public static JsonNode? Finite(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    private static int Level(double number, double low, double high, bool higher) =>
        higher ? HeatScale.Level(number, low, high) : HeatScale.Level(-number, -high, -low);
}
