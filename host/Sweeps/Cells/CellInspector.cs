using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Runs;

namespace PluginHost.Comparisons.Cells;

/// <summary>Reads from a cell's folder how far its run has come.</summary>
internal sealed class CellInspector(ComparisonFolder folder, ComparisonLedger ledger)
{
    private const string MetricsFile = "metrics.json";

    public CellResult Inspect(CellJob job)
    {
        var cell = job.Cell;
        var directory = folder.Of(cell);
        var entry = ledger.Of(cell);
        var result = new CellResult { Cell = cell, State = CellState.New, Directory = directory, Seconds = entry.Seconds };
        if (RunState.Read(directory) is not { } state)
            return entry.Failure is null ? result : result with { State = CellState.Failed, Reason = entry.Failure };
        var metrics = ReadObject(Path.Combine(directory, MetricsFile));
        var complete = state.State == RunState.Completed;
        if (Difference(directory, job) is { } difference) return result with { State = CellState.Changed, Reason = difference };
        if (complete) return result with { State = CellState.Done, Metrics = metrics };
        return state.State == "failed" || entry.Failure is not null
            ? result with { State = CellState.Failed, Reason = entry.Failure ?? state.Reason }
            : result with { State = CellState.Unfinished, Reason = state.Reason };
    }

    /// <summary>Whether a changed cell's run is complete, so that its figures would be lost.</summary>
    public static bool IsComplete(CellResult result) => RunState.Read(result.Directory)?.State == RunState.Completed;

    // Of an invalid job nothing can be said; it is not run either.
    private static string? Difference(string directory, CellJob cell)
    {
        if (cell.Job is not { } job) return null;
        if (ReadObject(Path.Combine(directory, "job.json")) is not { } stored) return "its job.json cannot be read";
        var differences = ResolvedJob.Differences(stored, job, cell.FreePaths);
        if (differences.Count == 0) return null;
        var (path, then, now) = differences[0];
        var more = differences.Count == 1 ? "" : $" ({differences.Count - 1} more)";
        return $"{path} was {JsonWords.Whole(then)} and is now {JsonWords.Whole(now)}{more}";
    }

    private static JsonObject? ReadObject(string file) =>
        File.Exists(file) ? LocatedJson.Read(file, "", "").Value?.Root : null;
}
