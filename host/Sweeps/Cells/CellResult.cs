using System.Text.Json.Nodes;

namespace PluginHost.Comparisons.Cells;

/// <summary>What is known of a cell's run.</summary>
internal sealed record CellResult
{
    public required ComparisonCell Cell { get; init; }

    public required CellState State { get; init; }

    /// <summary>The run's folder, absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>Why it failed, or how its job differs.</summary>
    public string? Reason { get; init; }

    /// <summary>Wall time of all its executions.</summary>
    public double Seconds { get; init; }

    /// <summary>metrics.json of a complete run.</summary>
    public JsonObject? Metrics { get; init; }

    /// <summary>The file with what the run wrote to the console.</summary>
    public string Log => Path.Combine(Directory, Runs.RunFolder.OutputLog);
}

/// <summary>How far a cell has come.</summary>
internal enum CellState
{
    /// <summary>It has no run.</summary>
    New,

    /// <summary>Its run was broken off and can be resumed.</summary>
    Unfinished,

    /// <summary>Its run failed; it is tried again from its last state.</summary>
    Failed,

    /// <summary>Its run is complete and was of the present job.</summary>
    Done,

    /// <summary>Its run was of another job than the present one.</summary>
    Changed,
}
