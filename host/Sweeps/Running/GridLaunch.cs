using PluginHost.Comparisons.Cells;
using PluginHost.Contracts;
using PluginHost.Runs;

namespace PluginHost.Comparisons.Running;

/// <summary>The runs of a grid's cells in the hands of a launcher: makes their folders ready, judges how they ended and notes it.</summary>
/// <param name="folder">The comparison's folder.</param>
/// <param name="ledger">Takes what the runs' own folders do not say.</param>
/// <param name="progress">Tells people.</param>
/// <param name="parallel">The most runs that go on at the same time, if the command line says so.</param>
/// <param name="signals">Ask for a stop.</param>
internal sealed class GridLaunch(ComparisonFolder folder, ComparisonLedger ledger, GridProgress progress, int? parallel, StopSignals signals)
    : ILaunchContext
{
    // What a shell says of a process that SIGKILL ended.
    private const int Killed = 128 + 9;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CellResult> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellRun> _runs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _resumed = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Directory => folder.File(".launcher");

    /// <inheritdoc/>
    public int? Parallel => parallel;

    /// <inheritdoc/>
    public CancellationToken Stop => signals.Stop;

    /// <inheritdoc/>
    public CancellationToken Kill => signals.Kill;

    /// <summary>Lets a launcher carry out the cells in their order.</summary>
    /// <param name="launcher">The launcher.</param>
    /// <param name="cells">The cells, how far they have come, and their runs.</param>
    public Task RunAsync(ILauncher launcher, IReadOnlyList<(CellResult Before, CellRun Run)> cells)
    {
        foreach (var (before, run) in cells) (_before[run.Run.Name], _runs[run.Run.Name]) = (before, run);
        return launcher.LaunchAsync([.. cells.Select(cell => cell.Run.Run)], this);
    }

    /// <inheritdoc/>
    public bool Prepare(LaunchedRun run)
    {
        var (before, cell) = (_before[run.Name], _before[run.Name].Cell);
        lock (_gate)
        {
            if (before.State == CellState.Changed)
            {
                // Once: what the run computes from now on is of the present job.
                folder.PutAside(cell);
                _before[run.Name] = before with { State = CellState.New, Seconds = 0 };
            }
        }

        var resume = RunState.Read(run.Folder) is not null;
        if (!resume) folder.Free(cell);
        _runs[run.Name].Write();
        return resume;
    }

    /// <inheritdoc/>
    public void Started(LaunchedRun run, bool resumed)
    {
        lock (_gate)
        {
            if (resumed) _resumed.Add(run.Name);
        }

        progress.Started(_before[run.Name].Cell, resumed);
    }

    /// <inheritdoc/>
    public void Ended(LaunchedRun run, LaunchEnd end)
    {
        var before = _before[run.Name];
        bool resumed;
        lock (_gate) resumed = _resumed.Contains(run.Name);
        var outcome = Judge(run, end, Stop.IsCancellationRequested);
        ledger.Note(before.Cell, new ComparisonLedger.Entry((resumed ? before.Seconds : 0) + end.Elapsed.TotalSeconds, outcome.Failure));
        progress.Ended(before.Cell, outcome, run.OutputLog);
    }

    /// <inheritdoc/>
    public void Tell(string text) => progress.Print(text);

    /// <summary>What became of a run, from its folder, its result file and what the launcher says.</summary>
    /// <param name="run">The run.</param>
    /// <param name="end">How its process or task ended.</param>
    /// <param name="stopping">Whether a stop was asked for.</param>
    internal static CellOutcome Judge(LaunchedRun run, LaunchEnd end, bool stopping)
    {
        var state = RunState.Read(run.Folder);
        // One that was ended may have come to its own end just before.
        var exitCode = end.ExitCode ?? (end.Reason is null && state?.State == RunState.Completed ? ExitCodes.Done : Killed);
        if (exitCode == ExitCodes.Done) return new CellOutcome(end.Elapsed, null, Stopped: false);
        if (stopping && state?.State != "failed") return new CellOutcome(end.Elapsed, null, Stopped: true);
        return new CellOutcome(end.Elapsed, Failure(run, end, state, exitCode), Stopped: false);
    }

    private static string Failure(LaunchedRun run, LaunchEnd end, RunState? state, int exitCode)
    {
        if (end is { ExitCode: null, Reason: { } cause }) return cause;
        if (RunResult.Read(run.ResultFile)?.Failure is { } failure) return failure;
        if (state is { State: not (RunState.Completed or RunState.Running), Reason: { } reason }) return reason;
        if (end.Reason is { } said) return said;
        return exitCode == ExitCodes.Stopped ? "stopped by a signal" : $"the run's process ended with exit code {exitCode}";
    }
}

/// <summary>How the execution of a cell ended.</summary>
/// <param name="Elapsed">Its wall time.</param>
/// <param name="Failure">Why it failed; <see langword="null"/> if it did not.</param>
/// <param name="Stopped">Whether it was broken off by a request to stop.</param>
internal sealed record CellOutcome(TimeSpan Elapsed, string? Failure, bool Stopped);
