using System.Diagnostics;
using CliWrap;
using PluginHost.Runs;

namespace PluginHost.Comparisons.Running;

/// <summary>One execution of a cell: a process whose output goes into a file of its run folder, and which says in a file how it ended.</summary>
/// <param name="launcher">Starts processes.</param>
/// <param name="commandLine">The command line, the program first.</param>
/// <param name="directory">The run folder.</param>
/// <param name="resultFile">Where the process writes its result.</param>
internal sealed class CellProcess(CellLauncher launcher, IReadOnlyList<string> commandLine, string directory, string resultFile)
{
    private const int Killed = 128 + 9;

    // The run's engine has its own deadline for a stop; past this the process is ended.
    private static readonly TimeSpan StopDeadline = JobHost.StopDeadline + TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();

    public async Task<CellOutcome> RunAsync(CancellationToken stop, CancellationToken kill)
    {
        Directory.CreateDirectory(directory);
        // That of an earlier execution says nothing of this one.
        File.Delete(resultFile);
        var start = Stopwatch.GetTimestamp();
        await using var log = new StreamWriter(Path.Combine(directory, RunFolder.OutputLog), append: true);
        await log.WriteLineAsync($"# {DateTimeOffset.Now:O} {string.Join(' ', commandLine.Select(Quoted))}");
        await log.FlushAsync(CancellationToken.None);
        using var ending = new CancellationTokenSource();
        Process? process = null;
        var output = PipeTarget.ToDelegate(line => Note(line, log));
        var execution = launcher.Command(commandLine)
            .WithStandardOutputPipe(output)
            .WithStandardErrorPipe(output)
            .ExecuteAsync(null, started => process = started, ending.Token, CancellationToken.None);
        await using var stopping = stop.Register(() =>
        {
            // SIGTERM, where CliWrap would send SIGINT: a terminal sends that to the runs too, and a second one ends a run at once.
            ProcessSignal.Stop(process!);
            ending.CancelAfter(StopDeadline);
        });
        await using var killing = kill.Register(ending.Cancel);
        var exitCode = await ExitCode(execution, ending.Token);
        var elapsed = Stopwatch.GetElapsedTime(start);
        if (exitCode == ExitCodes.Done) return new CellOutcome(elapsed, null, Stopped: false);
        return stop.IsCancellationRequested && RunState.Read(directory)?.State != "failed"
            ? new CellOutcome(elapsed, null, Stopped: true)
            : new CellOutcome(elapsed, Failure(exitCode), Stopped: false);
    }

    private async Task<int> ExitCode(CommandTask<CommandResult> execution, CancellationToken ended)
    {
        try
        {
            return (await execution).ExitCode;
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException && ended.IsCancellationRequested)
        {
            // It may have come to its end just before.
            return RunState.Read(directory)?.State == RunState.Completed ? ExitCodes.Done : Killed;
        }
    }

    private string Failure(int exitCode)
    {
        if (RunResult.Read(resultFile)?.Failure is { } failure) return failure;
        if (RunState.Read(directory) is { State: not (RunState.Completed or RunState.Running), Reason: { } reason }) return reason;
        return exitCode == ExitCodes.Stopped ? "stopped by a signal" : $"the run's process ended with exit code {exitCode}";
    }

    private void Note(string line, StreamWriter log)
    {
        lock (_gate)
        {
            log.WriteLine(line);
            log.Flush();
        }
    }

    private static string Quoted(string argument) =>
        argument.All(character => char.IsAsciiLetterOrDigit(character) || "-_./=:,".Contains(character, StringComparison.Ordinal))
            ? argument
            : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

/// <summary>How the execution of a cell ended.</summary>
/// <param name="Elapsed">Its wall time.</param>
/// <param name="Failure">Why it failed; <see langword="null"/> if it did not.</param>
/// <param name="Stopped">Whether it was broken off by a request to stop.</param>
internal sealed record CellOutcome(TimeSpan Elapsed, string? Failure, bool Stopped);
