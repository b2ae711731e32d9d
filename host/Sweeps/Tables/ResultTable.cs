using PluginHost.Comparisons.Cells;

namespace PluginHost.Comparisons.Tables;

/// <summary>The results of a comparison, arranged as its file says.</summary>
internal sealed record ResultTable
{
    public required Comparison Comparison { get; init; }

    /// <summary>
    /// Names of the values of the column axes, per group of columns; one group without names if there are no column axes.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<string>> Groups { get; init; }

    public required IReadOnlyList<TableRow> Rows { get; init; }

    /// <summary>All cells.</summary>
    public required IReadOnlyList<CellResult> Cells { get; init; }

    public IEnumerable<CellResult> Failures => Cells.Where(result => result.State == CellState.Failed);

    /// <summary>Wall time of all runs together, in seconds.</summary>
    public double Seconds => Cells.Sum(result => result.Seconds);

    /// <summary>Whether a figure has published values in a group of columns.</summary>
    public bool HasPublished(int group, int figure) => Rows.Any(row => row.Entries[group]?.Figures[figure].Published is not null);
}
