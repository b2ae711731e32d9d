using PluginHost.Comparisons.Cells;
using PluginHost.Runs;

namespace PluginHost.Comparisons.Running;

/// <summary>Runs cells, several at a time; the failure of one does not touch the others.</summary>
internal sealed class GridRunner(ComparisonFolder folder, ComparisonLedger ledger, CellLauncher launcher, GridProgress progress)
{
    /// <summary>Runs the cells in their order.</summary>
    /// <param name="cells">The cells and how far they have come.</param>
    /// <param name="parallel">How many run at the same time.</param>
    /// <param name="threads">Compute threads of a run.</param>
    /// <param name="stop">Start no more runs and stop those that are going on.</param>
    /// <param name="kill">End runs at once.</param>
    public async Task RunAsync(
        IReadOnlyList<(CellJob Job, CellResult Before)> cells,
        int parallel,
        CellThreads threads,
        CancellationToken stop,
        CancellationToken kill)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(parallel, cells.Count)).Select(_ => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested && Interlocked.Increment(ref next) is var index && index < cells.Count)
                    await RunAsync(cells[index].Job, cells[index].Before, threads, stop, kill);
            },
            CancellationToken.None)));
    }

    private async Task RunAsync(CellJob job, CellResult before, CellThreads threads, CancellationToken stop, CancellationToken kill)
    {
        var (cell, directory) = (job.Cell, folder.Of(job.Cell));
        var resume = before.State != CellState.Changed && RunState.Read(directory) is not null;
        var spent = resume ? before.Seconds : 0;
        progress.Started(cell, resume);
        CellOutcome outcome;
        try
        {
            if (before.State == CellState.Changed) folder.PutAside(cell);
            if (!resume) folder.Free(cell);
            var process = new CellProcess(launcher, launcher.CommandLine(job, folder, resume, threads), directory, folder.ResultOf(cell));
            outcome = await process.RunAsync(stop, kill);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            outcome = new CellOutcome(TimeSpan.Zero, $"it cannot be started: {(exception.InnerException ?? exception).Message}", Stopped: false);
        }

        ledger.Note(cell, new ComparisonLedger.Entry(spent + outcome.Elapsed.TotalSeconds, outcome.Failure));
        progress.Ended(cell, outcome, Path.Combine(directory, RunFolder.OutputLog));
    }
}
