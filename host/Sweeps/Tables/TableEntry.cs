using PluginHost.Comparisons.Cells;

namespace PluginHost.Comparisons.Tables;

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
