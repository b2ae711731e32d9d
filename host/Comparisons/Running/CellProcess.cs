using System.Diagnostics;
using PluginHost.Runs;

namespace PluginHost.Comparisons.Running;

/// <summary>One execution of a cell: a process whose output goes into a file of its run folder.</summary>
internal sealed class CellProcess(CellLauncher launcher, IReadOnlyList<string> commandLine, string directory)
{
    // The run's engine has its own deadline for a stop; past this the process is ended.
    private static readonly TimeSpan StopDeadline = EngineHost.StopDeadline + TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private string? _lastError;

    public async Task<CellOutcome> RunAsync(CancellationToken stop, CancellationToken kill)
    {
        Directory.CreateDirectory(directory);
        var start = Stopwatch.GetTimestamp();
        await using var log = new StreamWriter(Path.Combine(directory, RunFolder.OutputLog), append: true);
        await log.WriteLineAsync($"# {DateTimeOffset.Now:O} {string.Join(' ', commandLine.Select(Quoted))}");
        await log.FlushAsync(CancellationToken.None);
        using var process = launcher.Start(commandLine);
        using var ending = new CancellationTokenSource();
        await using var stopping = stop.Register(() =>
        {
            ProcessSignal.Stop(process);
            ending.CancelAfter(StopDeadline);
        });
        await using var killing = kill.Register(ending.Cancel);
        await using var ended = ending.Token.Register(() => End(process));
        await Task.WhenAll(Copy(process.StandardOutput, log), Copy(process.StandardError, log));
        await process.WaitForExitAsync(CancellationToken.None);
        var elapsed = Stopwatch.GetElapsedTime(start);
        if (process.ExitCode == ExitCodes.Done) return new CellOutcome(elapsed, null, Stopped: false);
        return stop.IsCancellationRequested && RunState.Read(directory)?.State != "failed"
            ? new CellOutcome(elapsed, null, Stopped: true)
            : new CellOutcome(elapsed, Failure(process.ExitCode), Stopped: false);
    }

    private string Failure(int exitCode)
    {
        var state = RunState.Read(directory);
        if (state is { State: not (RunState.Completed or RunState.Running), Reason: { } reason }) return reason;
        return _lastError ?? (exitCode == ExitCodes.Stopped ? "stopped by a signal" : $"the run's process ended with exit code {exitCode}");
    }

    private async Task Copy(StreamReader from, StreamWriter log)
    {
        while (await from.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (_gate)
            {
                if (line.StartsWith("error ", StringComparison.Ordinal)) _lastError ??= line["error ".Length..];
                log.WriteLine(line);
                log.Flush();
            }
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }

    private static string Quoted(string argument) =>
        argument.All(character => char.IsAsciiLetterOrDigit(character) || "-_./=:,".Contains(character, StringComparison.Ordinal))
            ? argument
            : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
