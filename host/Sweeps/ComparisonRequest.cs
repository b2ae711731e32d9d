using PluginHost.Comparisons.Cells;

namespace PluginHost.Comparisons;

/// <summary>What the command line asks of a comparison.</summary>
internal sealed record ComparisonRequest
{
    public required string File { get; init; }

    /// <summary>Texts of the form <c>axis=value</c> that pick cells.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>How many runs go on at the same time.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Compute threads of a run; <see langword="null"/> for what job or environment say, or else a share of the cores.</summary>
    public int? Threads { get; init; }

    /// <summary>The comparison's folder, absolute; <see langword="null"/> for the comparison's name under the base job's output.</summary>
    public string? Output { get; init; }

    /// <summary>Whether complete runs of another job than the present one are put aside and run anew.</summary>
    public bool Rerun { get; init; }

    public CellRunOptions Cells { get; init; } = new();

    public CellThreads ThreadsOfARun => new(Threads, Math.Max(1, Environment.ProcessorCount / Math.Max(1, Parallel)));
}
