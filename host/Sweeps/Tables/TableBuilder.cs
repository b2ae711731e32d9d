using PluginHost.Comparisons.Cells;

namespace PluginHost.Comparisons.Tables;

/// <summary>Arranges results, means over repetitions, and finds the best of each column.</summary>
internal static class TableBuilder
{
    public static ResultTable Build(Comparison comparison, IReadOnlyList<CellResult> cells)
    {
        var groups = Combinations(comparison, comparison.Columns, cells);
        var rows = Combinations(comparison, comparison.Rows, cells)
            .Select(row => new TableRow([.. row.Values], [.. groups.Select(group => Entry(comparison, cells, row, group))]))
            .ToArray();
        return new ResultTable
        {
            Comparison = comparison,
            Groups = [.. groups.Select(group => group.Values.ToArray())],
            Rows = [.. rows.Select(row => row with { Entries = [.. row.Entries.Select((entry, group) => WithBest(entry, rows, group))] })],
            Cells = cells,
        };
    }

    private static List<Dictionary<string, string>> Combinations(
        Comparison comparison,
        IReadOnlyList<string> axes,
        IReadOnlyList<CellResult> cells)
    {
        IEnumerable<Dictionary<string, string>> combinations = [new(StringComparer.Ordinal)];
        foreach (var axis in axes)
        {
            var values = comparison.Axis(axis).Values.Select(value => value.Name).ToArray();
            combinations = combinations.SelectMany(
                _ => values,
                (combination, value) => new Dictionary<string, string>(combination, StringComparer.Ordinal) { [axis] = value });
        }

        return [.. combinations.Where(combination => cells.Any(result => Fits(result.Cell, combination)))];
    }

    private static TableEntry? Entry(
        Comparison comparison,
        IReadOnlyList<CellResult> cells,
        Dictionary<string, string> row,
        Dictionary<string, string> group)
    {
        var mine = cells.Where(result => Fits(result.Cell, row) && Fits(result.Cell, group)).ToArray();
        if (mine.Length == 0) return null;
        var combination = mine[0].Cell.Values.Where(pair => pair.Key != comparison.Repetition?.Name)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var published = comparison.Published.Where(cell => cell.At.Fits(combination)).ToArray();
        return new TableEntry
        {
            Cells = mine,
            Figures = [.. comparison.Figures.Select(figure => new TableFigure(
                figure,
                Sample.Of([.. mine.Select(result => MetricPath.Find(result.Metrics, figure.Path)).OfType<double>()]),
                published.Where(cell => cell.Figures.ContainsKey(figure.Name))
                    .Select(cell => (double?)cell.Figures[figure.Name])
                    .FirstOrDefault(),
                Best: false))],
        };
    }

    private static TableEntry? WithBest(TableEntry? entry, IReadOnlyList<TableRow> rows, int group)
    {
        if (entry is null || entry.Bound) return entry;
        var rivals = rows.Select(row => row.Entries[group]).OfType<TableEntry>().Where(rival => !rival.Bound).ToArray();
        return entry with { Figures = [.. entry.Figures.Select((figure, index) => figure with { Best = IsBest(figure, rivals, index) })] };
    }

    // Of a single row nothing is the best. Figures that look the same are equally good.
    private static bool IsBest(TableFigure figure, IEnumerable<TableEntry> rivals, int index)
    {
        if (figure.Ours is null || figure.Figure.Direction == 0) return false;
        var scores = rivals.Select(rival => rival.Figures[index]).Where(rival => rival.Ours is not null).Select(Score).ToArray();
        return scores.Length > 1 && Score(figure) >= scores.Max();
    }

    private static double Score(TableFigure figure) =>
        figure.Figure.Direction * Math.Round(figure.Ours!.Mean, figure.Figure.Decimals, MidpointRounding.AwayFromZero);

    private static bool Fits(ComparisonCell cell, Dictionary<string, string> combination) =>
        combination.All(pair => cell.Values[pair.Key] == pair.Value);
}
