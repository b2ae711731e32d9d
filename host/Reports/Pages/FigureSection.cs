using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Reports.Reading;

namespace PluginHost.Reports.Pages;

/// <summary>The figures of a run: the curve over experiences, the matrix R[t][k], and each class; one figure at a time.</summary>
internal static class FigureSection
{
    /// <summary>Of more experiences only the curve on all classes is drawn, as the others would hide it.</summary>
    private const int MostLines = 12;

    /// <summary>Of more experiences or classes a table shows so many, evenly spaced: a page of a thousand by a thousand cells opens nowhere.</summary>
    private const int MostRows = 64;

    /// <summary>Makes the section; <see langword="null"/> before the first test.</summary>
    public static HtmlText? Make(JsonObject? metrics)
    {
        var experiences = metrics.At("experiences").Objects().ToArray();
        if (experiences.Length == 0) return null;
        var figures = RunFigures.Described(metrics).Where(figure => figure.At("name").Text().Length > 0).ToArray();
        if (figures.Length == 0) return null;
        return Markup.Choice("Figure", [.. figures.Select(figure => (figure.At("name").Text(), Panel(metrics!, figure, experiences)))]);
    }

    private static HtmlText Panel(JsonObject metrics, JsonObject figure, JsonObject[] experiences)
    {
        var (name, unit) = (figure.At("name").Text(), figure.At("unit").Text());
        var higher = figure.At("higherIsBetter")?.IsTrue() ?? true;
        var matrix = metrics.At("matrix").At(name).Items().Select(row => row.Numbers()).ToArray();
        var named = unit.Length > 0 ? $"{name} ({unit})" : name;
        var text = HtmlText.Of($"<p class=\"hint\">{Direction(figure)}</p>\n<div class=\"pair\">\n{Curve(named, name, experiences, matrix)}");
        if (matrix.Any(row => row.Length > 0)) text.Add(Matrix(named, matrix, higher));
        text.Add($"</div>\n");
        if (metrics.At("classMatrix").At(name) is JsonObject { Count: > 0 } classes) text.Add(Classes(named, classes, higher));
        return text;
    }

    private static string Direction(JsonObject figure) => figure.At("describesInput").IsTrue()
        ? "This figure describes the input, not what the model does with it."
        : (figure.At("higherIsBetter")?.IsTrue() ?? true) ? "Higher is better." : "Lower is better.";

    private static HtmlText Curve(string named, string name, JsonObject[] experiences, double?[][] matrix)
    {
        JsonNode?[] lines =
        [
            Markup.Series("all classes seen", experiences.Select((each, t) => (t + 1.0, each.At("test").At("scores").At(name).Number())), main: true),
            .. matrix.Length is > 1 and <= MostLines
                ? Enumerable.Range(0, matrix.Max(row => row.Length)).Select(k => Markup.Series(
                    string.Create(CultureInfo.InvariantCulture, $"classes of experience {k + 1}"),
                    matrix.Select((row, t) => (t + 1.0, k < row.Length ? row[k] : null)).SkipWhile(point => point.Item2 is null)))
                : [],
        ];
        return Markup.Plot(
            "curves", $"{named} after each experience", new() { ["x"] = "experience", ["whole"] = true, ["series"] = new JsonArray(lines) });
    }

    private static HtmlText Matrix(string named, double?[][] matrix, bool higher)
    {
        var (low, high) = Bounds(matrix.SelectMany(row => row));
        var (shown, across) = (Places(matrix.Length), Places(matrix.Max(row => row.Length)));
        var rows = shown.Select(t => across.Select(k => k < matrix[t].Length
                ? Markup.Heat(matrix[t][k], low, high, higher, k == t ? "diagonal" : "")
                : HtmlText.Of($"<td class=\"none\"></td>"))
            .Prepend(HtmlText.Of($"<th scope=\"row\">t = {t + 1}</th>")));
        var headings = across.Select(k => string.Create(CultureInfo.InvariantCulture, $"k = {k + 1}")).Prepend("after");
        return HtmlText.Of($"<figure class=\"map\">\n<figcaption>R[t][k]: {named} on the classes of experience k after experience t</figcaption>\n")
            .Add(Markup.Table(headings, rows, kind: "heat"))
            .Add($"<p class=\"hint\">The stronger the colour, the better. The diagonal says how well each experience was learned to begin with.</p>\n")
            .Add(Thinned(shown.Length, matrix.Length, "experiences"))
            .Add($"</figure>\n");
    }

    private static HtmlText Classes(string named, JsonObject classes, bool higher)
    {
        var scores = classes.Select(each => (Name: each.Key, Values: each.Value.Numbers())).ToArray();
        var width = scores.Max(each => each.Values.Length);
        if (width == 0 || scores.All(each => each.Values.All(value => value is null))) return new();
        var (low, high) = Bounds(scores.SelectMany(each => each.Values));
        var (shown, across) = (Places(scores.Length), Places(width));
        var rows = shown.Select(place => scores[place]).Select(each => across
            .Select(t => Markup.Heat(t < each.Values.Length ? each.Values[t] : null, low, high, higher))
            .Append(Change([.. each.Values.OfType<double>()], higher))
            .Prepend(HtmlText.Of($"<th scope=\"row\">{each.Name}</th>")));
        var headings = across.Select(t => string.Create(CultureInfo.InvariantCulture, $"t = {t + 1}"));
        return HtmlText.Of($"<h3>{named} on each class</h3>\n").Add(Markup.Table(headings.Prepend("class").Append("change"), rows, kind: "heat"))
            .Add(Thinned(shown.Length, scores.Length, "classes")).Add(Thinned(across.Length, width, "experiences"));
    }

    private static HtmlText Thinned(int shown, int count, string what) => shown == count ? new()
        : HtmlText.Of($"<p class=\"hint\">{shown} of {count} {what} are shown; metrics.json has all.</p>\n");

    private static int[] Places(int count) =>
        [.. Enumerable.Range(0, Math.Min(count, MostRows)).Select(i => count <= MostRows ? i : (int)((long)i * (count - 1) / (MostRows - 1)))];

    private static HtmlText Change(double[] values, bool higher)
    {
        if (values.Length < 2) return HtmlText.Of($"<td class=\"none\">-</td>");
        var change = values[^1] - values[0];
        var kind = Math.Abs(change) < 0.005 ? "" : change > 0 == higher ? "better" : "worse";
        return HtmlText.Of($"<td class=\"plain {kind}\">{(change >= 0 ? "+" : "")}{Markup.Number(change)}</td>");
    }

    private static (double Low, double High) Bounds(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().DefaultIfEmpty(0).ToArray();
        return (known.Min(), known.Max());
    }
}
