using PluginHost.Contracts;

namespace PluginHost.Runs;

/// <summary>How an engine's execution ended.</summary>
internal sealed record EngineResult
{
    public required RunOutcome Outcome { get; init; }

    /// <summary>Why it stopped or failed.</summary>
    public string? Reason { get; init; }

    /// <summary>Findings, if the engine blames the job's input.</summary>
    public IReadOnlyList<Finding> InputFindings { get; init; } = [];

    /// <summary>The exception's text for <c>--verbose</c>.</summary>
    public string? Trace { get; init; }

    /// <summary>Whether the engine did not stop in time and may still be running.</summary>
    public bool Abandoned { get; init; }
}
