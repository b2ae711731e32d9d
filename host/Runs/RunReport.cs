using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Runs;

/// <summary>What became of a request to run or validate a job.</summary>
internal sealed record RunReport
{
    public required int ExitCode { get; init; }

    public required FindingList Findings { get; init; }

    /// <summary>The run's folder, or <see langword="null"/> if it did not come to a run.</summary>
    public string? Directory { get; init; }

    public RunOutcome? Outcome { get; init; }

    public string? Reason { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether an observer tells people how the run goes.</summary>
    public bool Observed { get; init; }

    /// <summary>The resolved job, if it came that far.</summary>
    public System.Text.Json.Nodes.JsonObject? Job { get; init; }

    /// <summary>The paths of the resolved job at which another value changes no number.</summary>
    public IReadOnlyList<string> FreePaths { get; init; } = [];
}
