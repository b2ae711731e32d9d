using System.Globalization;
using PluginHost.Reports.Reading;

namespace PluginHost.Reports.Pages;

/// <summary>Confusion matrices as heat maps: rows are true classes, columns predicted ones.</summary>
internal static class ConfusionSection
{
    /// <summary>Above so many classes cells are small and without numbers.</summary>
    private const int MostNumbers = 30;

    /// <summary>So many matrices a page holds, the latest of each.</summary>
    private const int MostMaps = 8;

    /// <summary>Makes the section; <see langword="null"/> where nothing was counted.</summary>
    public static HtmlText? Make(IReadOnlyList<ConfusionCounts> counts, IReadOnlyList<string> notes)
    {
        if (counts.Count + notes.Count == 0) return null;
        var text = new HtmlText();
        foreach (var note in notes) text.Add($"<p class=\"warn\">{note}</p>\n");
        if (counts.Count == 0) return text;
        ConfusionCounts[] shown = [.. counts.TakeLast(MostMaps)];
        text.Add(Markup.Choice("Test", [.. shown.Select(each => (Name(each), Map(each)))], shown.Length - 1));
        if (shown.Length < counts.Count)
            text.Add($"<p class=\"hint\">The last {shown.Length} of {counts.Count} tables in the folder counts are shown.</p>\n");
        return text;
    }

    private static string Name(ConfusionCounts counts)
    {
        var scope = counts.Scope == "test" ? "all classes seen" : counts.Scope;
        return string.Create(CultureInfo.InvariantCulture, $"after experience {counts.Experience + 1}, {scope} ({counts.Metric})");
    }

    private static HtmlText Map(ConfusionCounts counts)
    {
        var dense = counts.Classes.Count > MostNumbers;
        // Classes to come have neither samples nor predictions.
        var met = Enumerable.Range(0, counts.Classes.Count).Where(k => counts.Counts[k].Any(count => count > 0) || counts.Counts.Any(row => row[k] > 0));
        int[] seen = [.. met];
        var rows = seen.Select(k => seen.Select(j => Cell(counts, k, j, dense)).Prepend(HtmlText.Of($"<th scope=\"row\">{counts.Classes[k]}</th>")));
        var headings = seen.Select(k => counts.Classes[k]).Prepend("true \\ predicted");
        return Markup.Table(headings, rows, kind: dense ? "heat confusion dense" : "heat confusion")
            .Add($"<p class=\"hint\">Colour: share of the row. A class's row says what its samples were taken for.</p>\n");
    }

    private static HtmlText Cell(ConfusionCounts counts, int k, int j, bool dense)
    {
        var (count, total) = (counts.Counts[k][j], counts.Counts[k].Sum());
        var level = total == 0 ? 0 : HeatScale.Level(count, 0, total);
        var told = string.Create(CultureInfo.InvariantCulture, $"{counts.Classes[k]} taken for {counts.Classes[j]}: {count} of {total}");
        var shown = dense ? "" : count == 0 ? "·" : Markup.Whole(count);
        return HtmlText.Of($"<td class=\"h{level}{(k == j ? " diagonal" : "")}\" title=\"{told}\">{shown}</td>");
    }
}
