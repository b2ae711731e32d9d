using PluginHost.Comparisons.Cells;
using PluginHost.Comparisons.Protocols;

namespace PluginHost.Comparisons;

/// <summary>What the command line asks of a comparison.</summary>
internal sealed record ComparisonRequest
{
    public required string File { get; init; }

    /// <summary>Texts of the form <c>axis=value</c> that pick cells.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The most runs that go on at the same time; <see langword="null"/> for what the launcher does by itself.</summary>
    public int? Parallel { get; init; }

    /// <summary>The launcher to use; <see langword="null"/> for the comparison's own.</summary>
    public string? Launcher { get; init; }

    /// <summary>Options of the launcher, as texts of the form <c>path=value</c>; they win over the comparison's own.</summary>
    public IReadOnlyList<string> LauncherOptions { get; init; } = [];

    /// <summary>Compute threads of a run; <see langword="null"/> for what job or environment say, or else a share of the cores.</summary>
    public int? Threads { get; init; }

    /// <summary>The comparison's folder, absolute; <see langword="null"/> for the comparison's name under the base job's output.</summary>
    public string? Output { get; init; }

    /// <summary>Whether complete runs of another job than the present one are put aside and run anew.</summary>
    public bool Rerun { get; init; }

    /// <summary>Whether the comparison and its runs write their pages.</summary>
    public bool Report { get; init; } = true;

    /// <summary>Which phase of a comparison with tuning and evaluation.</summary>
    public ComparisonPhase Phase { get; init; }

    public CellRunOptions Cells { get; init; } = new();

    /// <summary>Compute threads of a run.</summary>
    /// <param name="shared">Whether the runs share the cores of this machine.</param>
    public CellThreads ThreadsOfARun(bool shared) =>
        new(Threads, shared ? Math.Max(1, Environment.ProcessorCount / (Parallel ?? 1)) : null);
}
