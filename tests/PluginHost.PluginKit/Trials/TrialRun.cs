namespace PluginHost.PluginKit.Trials;

/// <summary>What one execution of a job left behind; texts only, so that nothing of a plugin stays.</summary>
internal sealed record TrialRun
{
    /// <summary>Every training step and evaluation, one line each, with all numbers in full.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>The numbers of metrics.json without what depends on the clock; empty if there is none.</summary>
    public required string Metrics { get; init; }

    /// <summary>The exception that ended it, or <see langword="null"/>.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether it ended by the cancellation that was asked for.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Everything found while composing, running and disposing that is more than a note.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>What was only noted.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What looking at the work found.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>Every training step, one line each.</summary>
    public IEnumerable<string> Steps => Lines.Where(line => line.StartsWith("step ", StringComparison.Ordinal));
}
