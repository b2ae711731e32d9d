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

/// <summary>A row of the table.</summary>
/// <param name="Names">Names of the values of the row axes.</param>
/// <param name="Entries">An entry per group of columns; <see langword="null"/> where the grid has no cell.</param>
internal sealed record TableRow(IReadOnlyList<string> Names, IReadOnlyList<TableEntry?> Entries);

/// <summary>One place of the table: the cells that differ in their repetition alone.</summary>
internal sealed record TableEntry
{
    /// <summary>The repetitions.</summary>
    public required IReadOnlyList<CellResult> Cells { get; init; }

    public required IReadOnlyList<TableFigure> Figures { get; init; }

    public bool Bound => Cells.Any(result => result.Cell.Bound);

    public int Done => Cells.Count(result => result.State == CellState.Done);

    public int Failed => Cells.Count(result => result.State == CellState.Failed);

    /// <summary>Mean wall time of a complete run in seconds.</summary>
    public double? Seconds => Done == 0 ? null : Cells.Where(result => result.State == CellState.Done).Average(result => result.Seconds);

    /// <summary>What to say when repetitions are missing; empty when all are there.</summary>
    public string Shortfall => Done == Cells.Count ? ""
        : (Done, Failed) is (0, > 0) ? "failed"
        : Done == 0 ? (Cells.Any(result => result.State == CellState.Changed) ? "changed" : "not run")
        : $"{Done} of {Cells.Count}";
}

/// <summary>A figure in one place of the table.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Ours">What our runs gave; <see langword="null"/> if none is complete.</param>
/// <param name="Published">What others published for this place.</param>
/// <param name="Best">Whether no other row of this group is better, as rounded for showing.</param>
internal sealed record TableFigure(ComparisonFigure Figure, Sample? Ours, double? Published, bool Best);
