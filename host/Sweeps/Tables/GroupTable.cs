namespace PluginHost.Comparisons.Tables;

/// <summary>One group of columns as a table of texts, for the console and Markdown.</summary>
/// <param name="Title">The names of the group's column values; empty if there are no column axes.</param>
/// <param name="Headings">The headings.</param>
/// <param name="Rows">The rows.</param>
internal sealed record GroupTable(string Title, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Makes the tables of all groups.</summary>
    /// <param name="table">The results.</param>
    /// <param name="best">Marks the text of a best figure.</param>
    public static IEnumerable<GroupTable> Of(ResultTable table, Func<string, string> best) =>
        table.Groups.Select((names, group) => Of(table, group, string.Join(", ", names), best));

    private static GroupTable Of(ResultTable table, int group, string title, Func<string, string> best)
    {
        var published = table.Comparison.Figures.Select((_, figure) => table.HasPublished(group, figure)).ToArray();
        var entries = table.Rows.Where(row => row.Entries[group] is not null).ToArray();
        var shortfall = entries.Any(row => row.Entries[group]!.Shortfall.Length > 0);
        List<string> headings = [.. table.Comparison.Rows];
        for (var figure = 0; figure < published.Length; figure++)
        {
            headings.Add(table.Comparison.Figures[figure].Heading);
            if (published[figure]) headings.Add("published");
        }

        headings.Add("time of a run");
        if (shortfall) headings.Add("runs");
        return new GroupTable(title, headings, [.. entries.Select(row => Row(row, row.Entries[group]!, published, shortfall, best))]);
    }

    private static List<string> Row(TableRow row, TableEntry entry, bool[] published, bool shortfall, Func<string, string> best)
    {
        List<string> texts = [.. row.Names];
        if (entry.Bound) texts[^1] += " (bound)";
        foreach (var (index, figure) in entry.Figures.Index())
        {
            var ours = FigureText.Ours(figure);
            texts.Add(figure.Best ? best(ours) : ours);
            if (published[index]) texts.Add(FigureText.Published(figure));
        }

        texts.Add(entry.Seconds is { } seconds ? DurationText.Of(seconds) : "-");
        if (shortfall) texts.Add(entry.Shortfall);
        return texts;
    }
}
