using System.ComponentModel;
using System.Diagnostics;
using CliWrap;
using PluginHost.Contracts;
using PluginHost.Runs;
using PluginHost.Runtimes;

namespace PluginHost.Comparisons.Running;

/// <summary>
/// Runs as processes of this machine, several at a time. Part of the host, so that a comparison needs no plugin beside those of its jobs.
/// </summary>
internal sealed class LocalLauncher : ILauncher
{
    /// <summary>Its name where launchers are chosen.</summary>
    public const string Name = "local";

    // The run's engine has its own deadline for a stop; past this the process is ended.
    private static readonly TimeSpan StopDeadline = JobHost.StopDeadline + TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public bool SharesThisMachine => true;

    /// <inheritdoc/>
    public string StopNotice => "the runs save their states and stop. Ctrl-C again stops at once.";

    /// <inheritdoc/>
    public async Task LaunchAsync(IReadOnlyList<LaunchedRun> runs, ILaunchContext context)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(context.Parallel ?? 1, runs.Count)).Select(_ => Task.Run(
            async () =>
            {
                while (!context.Stop.IsCancellationRequested && Interlocked.Increment(ref next) is var index && index < runs.Count)
                    context.Ended(runs[index], await RunAsync(runs[index], context));
            },
            CancellationToken.None)));
    }

    private static async Task<LaunchEnd> RunAsync(LaunchedRun run, ILaunchContext context)
    {
        try
        {
            var resume = context.Prepare(run);
            context.Started(run, resume);
            return await ExecuteAsync(run, resume, context);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException or Win32Exception)
        {
            return new LaunchEnd { Elapsed = TimeSpan.Zero, Reason = $"it cannot be started: {(exception.InnerException ?? exception).Message}" };
        }
    }

    private static async Task<LaunchEnd> ExecuteAsync(LaunchedRun run, bool resume, ILaunchContext context)
    {
        var commandLine = resume ? run.Resume : run.Start;
        Directory.CreateDirectory(run.Folder);
        // That of an earlier execution says nothing of this one.
        File.Delete(run.ResultFile);
        var start = Stopwatch.GetTimestamp();
        await using var log = TextWriter.Synchronized(new StreamWriter(run.OutputLog, append: true) { AutoFlush = true });
        await log.WriteLineAsync($"# {DateTimeOffset.Now:O} {string.Join(' ', commandLine.Select(Quoted))}");
        using var ending = new CancellationTokenSource();
        Process? process = null;
        var output = PipeTarget.ToDelegate(log.WriteLine);
        var execution = Command(run, commandLine)
            .WithStandardOutputPipe(output)
            .WithStandardErrorPipe(output)
            .ExecuteAsync(null, started => process = started, ending.Token, CancellationToken.None);
        await using var stopping = context.Stop.Register(() =>
        {
            // SIGTERM, where CliWrap would send SIGINT: a terminal sends that to the runs too, and a second one ends a run at once.
            ProcessSignal.Stop(process!);
            ending.CancelAfter(StopDeadline);
        });
        await using var killing = context.Kill.Register(ending.Cancel);
        var exitCode = await ExitCode(execution, ending.Token);
        return new LaunchEnd { Elapsed = Stopwatch.GetElapsedTime(start), ExitCode = exitCode };
    }

    // It gets nothing to read and may end with any exit code.
    private static Command Command(LaunchedRun run, IReadOnlyList<string> commandLine) => CliWrap.Cli.Wrap(commandLine[0])
        .WithArguments(commandLine.Skip(1))
        .WithEnvironmentVariables(variables =>
        {
            foreach (var (name, value) in run.Environment) variables.Set(name, value);
            variables.Set(ParentWatch.Variable, ParentWatch.Present);
        })
        .WithValidation(CommandResultValidation.None);

    private static async Task<int?> ExitCode(CommandTask<CommandResult> execution, CancellationToken ended)
    {
        try
        {
            return (await execution).ExitCode;
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException && ended.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string Quoted(string argument) =>
        argument.All(character => char.IsAsciiLetterOrDigit(character) || "-_./=:,".Contains(character, StringComparison.Ordinal))
            ? argument
            : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
