using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Json;
using PluginHost.Loading;
using PluginHost.Locks;
using PluginHost.Runs;

namespace PluginHost.Pipeline;

/// <summary>
/// Last stage, one execution of a job, on a thread of its own so that ambient state which plugin code sets does not stay behind: goes through
/// the stages before it, claims the run's folder, writes what runs, runs the engine and records the end.
/// </summary>
/// <param name="pipeline">The stages.</param>
/// <param name="shared">The shared set.</param>
/// <param name="request">What is to run.</param>
/// <param name="log">The log of the run.</param>
/// <param name="error">Takes warnings of the components where the job has no observer.</param>
/// <param name="onFindings">Shown what was found before the run starts, and while it goes on.</param>
/// <param name="signals">Says what asked for a stop.</param>
/// <param name="application">Told when the run has ended.</param>
/// <param name="logger">Takes what happens.</param>
internal sealed class RunStage(
    JobPipeline pipeline,
    SharedAssemblies shared,
    RunRequest request,
    RunLog log,
    TextWriter error,
    Action<FindingList> onFindings,
    StopSignals signals,
    IHostApplicationLifetime application,
    ILogger<RunStage> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan LongestEvent = TimeSpan.FromMilliseconds(200);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _started = DateTimeOffset.Now;
    private readonly FindingList _findings = new();
    private readonly HashSet<Finding> _logged = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task _work = Task.CompletedTask;
    private RunReport? _report;
    private Execution? _execution;
    private int _ended;

    /// <summary>Why the run was told to stop; <see langword="null"/> if it was not.</summary>
    private string? StopReason => !_stopping.IsCancellationRequested ? null
        : signals.Reason is { } name ? $"stopped by {name}" : "stopped on request";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        return Task.CompletedTask;
    }

    /// <summary>Asks the run to stop and waits as long as the host allows. What plugins do when they are told may hang as well.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_stopping.CancelAsync(), Task.WhenAny(_work)).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>What became of the run. One that did not stop in time is given up, unless it is about to end.</summary>
    public async Task<RunReport> EndAsync()
    {
        if (_work.IsCompleted || !Abandon()) await _work;
        return _report!;
    }

    /// <summary>Goes from the request to the record of the end; findings against the job refuse it before anything of it runs.</summary>
    private async Task RunAsync()
    {
        LoadedJob? bound = null;
        RunFolder? folder = null;
        ComposedJob? composed = null;
        EngineResult? result = null;
        var givenUp = false;
        try
        {
            bound = Prepare();
            if (bound is null) return;
            // Reading and hashing every file has a core of its own.
            var present = Task.Run(() => PluginsLock.Of(bound.Plugins.Select(plugin => plugin.Folder), shared).ToJson());
            (folder, var resolved) = Claim(bound);
            if (folder is null) return;
            var context = RunContext.For(bound.Job, folder.Path, request.Resume, request.ShowProgress);
            var events = new RunEventDispatcher((text, exception) =>
            {
                _findings.Warn(FindingCodes.ObserverFailed, "observer", text);
                ShowFindings();
            });
            composed = Compose(bound, folder, context, events);
            if (_findings.HasErrors) return;
            var engine = composed.Components.First(component => component.Instance is IJobEngine);
            var observers = Observers(composed);
            _execution = new(bound, engine, context, events, resolved, observers.Length > 0);
            var stuck = Begin(_execution, folder, observers, present.GetAwaiter().GetResult());
            try
            {
                _stopping.Token.ThrowIfCancellationRequested();
                if (stuck is null) await ((IJobEngine)engine.Instance!).RunAsync(_stopping.Token);
                result = stuck is null ? EngineResult.Completed
                    : new() { Outcome = RunOutcome.Failed, Reason = $"{stuck}. The run is given up.", Abandoned = true };
            }
            catch (Exception exception)
            {
                result = EngineResult.Of(exception, bound.Plugins, StopReason);
            }

            givenUp = !End(_execution, result) || result.Abandoned;
        }
        finally
        {
            // An engine that was given up must not lose what it may still use.
            if (!givenUp && composed is not null) await DisposeAsync(composed);
            // Once more: disposal may have found a plugin at fault.
            if (!givenUp && result is not null) WriteState(_execution!, result);
            folder?.Dispose();
            if (!givenUp) bound?.Dispose();
            application.StopApplication();
        }
    }

    /// <summary>The bound job; <see langword="null"/> if it is refused or was stopped meanwhile.</summary>
    private LoadedJob? Prepare()
    {
        var bound = _findings.Take(pipeline.Prepare(request, loadsAhead: request.KeepsPlugins));
        if (bound is not null && !_findings.HasErrors && StopReason is null) return bound;
        if (bound is null || _findings.HasErrors) Refuse();
        else StopBefore(bound.Job.Json.Display, $"{StopReason} before it started");
        bound?.Dispose();
        return null;
    }

    /// <summary>The folder of the run with the resolved job; no folder if the run is refused.</summary>
    private (RunFolder? Folder, JsonObject Resolved) Claim(LoadedJob bound)
    {
        var job = bound.Job;
        var folder = request.Resume
            ? _findings.Take(RunFolder.ClaimUnfinished(job.Output, job.Name, request.Output))
            : _findings.Take(RunFolder.ClaimNew(job.Output, job.Name, request.Output));
        var resolved = ResolvedJob.Create(job, request.PluginDirectories);
        if (folder is not null && request.Resume) CompareWithStored(job, folder, resolved);
        if (folder is not null && !_findings.HasErrors) return (folder, resolved);
        Refuse(folder);
        folder?.Dispose();
        return (null, resolved);
    }

    /// <summary>The components, built and checked; they are of no use if there are findings against the job.</summary>
    private ComposedJob Compose(LoadedJob bound, RunFolder folder, RunContext context, RunEventDispatcher events)
    {
        var composed = _findings.Take(JobPipeline.Compose(bound, context, events, request.StopDeadline));
        if (!_findings.HasErrors) _findings.AddRange(JobPipeline.Check(composed));
        if (_findings.HasErrors) Refuse(folder);
        return composed;
    }

    /// <summary>Writes what is about to run, shows what was found so far and starts the events.</summary>
    /// <returns>The observer that hung at the first event, in words; <see langword="null"/> if none did.</returns>
    private string? Begin(Execution execution, RunFolder folder, (string Name, IRunObserver Observer)[] observers, JsonObject present)
    {
        Record(execution.Bound, folder, execution.Resolved, present);
        ShowFindings();
        foreach (var plugin in execution.Bound.Plugins) plugin.Folder.MoveTo(PluginState.Active, "the running job uses it");
        var started = Started(execution.Context, execution.Bound);
        return Deliver(
            execution.Events, started, () => execution.Events.Start(started, [.. observers, .. OwnObservers(execution.Observed)]));
    }

    /// <summary>Gives up a run that did not stop in time; <see langword="false"/> if it has ended meanwhile.</summary>
    private bool Abandon()
    {
        var late = $"did not stop within {request.StopDeadline.TotalSeconds:0.###} seconds";
        if (_execution is { } execution)
        {
            var reason = $"{execution.Engine} of {execution.Engine.Plugin!.Folder} {late}";
            return End(execution, new() { Outcome = RunOutcome.Stopped, Reason = reason, Abandoned = true });
        }

        if (Interlocked.Exchange(ref _ended, 1) != 0) return false;
        _findings.Warn(FindingCodes.StopDeadline, request.Job, $"the job {late}, before its engine began");
        _report = new() { ExitCode = ExitCodes.Stopped, Findings = _findings, Outcome = RunOutcome.Stopped, Reason = $"the job {late}" };
        return true;
    }

    private static (string Name, IRunObserver Observer)[] Observers(ComposedJob composed) =>
    [
        .. composed.Components.Where(component => component.Instance is IRunObserver)
            .Select(component => (component.ToString(), (IRunObserver)component.Instance!)),
    ];

    private IEnumerable<(string Name, IRunObserver Observer)> OwnObservers(bool observed)
    {
        yield return ("the log of the run", new EventLog(logger));
        if (!observed) yield return ("the command line", new WarningWriter(error));
    }

    private async Task DisposeAsync(ComposedJob composed)
    {
        await composed.DisposeAsync();
        _findings.AddRange(composed.DisposalFindings);
        if (composed.DisposalFindings.HasErrors && _report is { ExitCode: ExitCodes.Done }) _report = _report with { ExitCode = ExitCodes.RunFailed };
        LogFindings();
    }

    private void Refuse(RunFolder? folder = null)
    {
        folder?.Abandon();
        Interlocked.Exchange(ref _ended, 1);
        _report = new RunReport { ExitCode = ExitCodes.Of(_findings), Findings = _findings };
    }

    private void StopBefore(string where, string reason)
    {
        Interlocked.Exchange(ref _ended, 1);
        _findings.Warn(FindingCodes.Stopped, where, reason);
        _report = new RunReport { ExitCode = ExitCodes.Stopped, Findings = _findings, Outcome = RunOutcome.Stopped, Reason = reason };
    }

    /// <summary>Records the end of a run, once: by the engine's own end, or when it is given up.</summary>
    /// <returns>Whether this was the end.</returns>
    private bool End(Execution execution, EngineResult result)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return false;
        if (result.Abandoned) execution.Events.LeaveBehind(LongestEvent);
        if (result is { Abandoned: true, Outcome: RunOutcome.Stopped }) execution.Engine.Plugin!.Folder.MoveTo(PluginState.Faulted, result.Reason!);
        WriteState(execution, result);
        var elapsed = Stopwatch.GetElapsedTime(_start);
        var directory = execution.Context.Directory;
        var ended = new RunEnded { Outcome = result.Outcome, Elapsed = elapsed, Reason = result.Reason, Directory = directory };
        var stuck = Deliver(execution.Events, ended, () => execution.Events.Publish(ended));
        AddResult(result, directory);
        if (stuck is not null)
            _findings.Error(FindingCodes.ObserverHangs, LocatedJson.DisplayName(directory), $"{stuck}. What the run itself wrote is whole.");
        _report = new RunReport
        {
            ExitCode = stuck is not null && result.Outcome == RunOutcome.Completed ? ExitCodes.RunFailed : ExitCodes.Of(result),
            Findings = _findings,
            Directory = directory,
            Outcome = result.Outcome,
            Reason = result.Reason,
            Elapsed = elapsed,
            Observed = execution.Observed,
            Job = execution.Resolved,
        };
        LogFindings();
        return true;
    }

    /// <summary>Waits until the observers took an event; whoever does not come back in time is left behind, and the others hear it.</summary>
    /// <returns>Who did not come back, in words, or <see langword="null"/>.</returns>
    private string? Deliver(RunEventDispatcher events, RunEvent runEvent, Action deliver)
    {
        var stuck = new List<string>();
        while (true)
        {
            var delivery = Task.Factory.StartNew(deliver, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            EventPulse pulse = default;
            while (!delivery.Wait(request.StopDeadline) && (pulse = events.Pulse).Observer is null)
            {
                // It came back this moment; the next one has as long.
            }

            if (pulse.Observer is null) break;
            stuck.Add(pulse.Name);
            deliver = () => events.LeaveBehind(TimeSpan.Zero);
        }

        return stuck.Count == 0 ? null
            : $"{string.Join(" and ", stuck)} did not come back from the event '{runEvent.Name}' within {request.StopDeadline.TotalSeconds:0.###} seconds";
    }

    private void WriteState(Execution execution, EngineResult result)
    {
        var state = result.Outcome == RunOutcome.Completed ? RunState.Completed : result.Outcome.ToString().ToLowerInvariant();
        var plugins = execution.Bound.Plugins.Select(plugin => plugin.Folder);
        var directory = execution.Context.Directory;
        try
        {
            new RunState(state, _started, result.Reason).Write(directory, plugins);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A disk that is full keeps no run from its end: what the engine saved counts, and --resume works from it.
            if (_findings.All.Any(reported => reported.Finding.Code == FindingCodes.EndNotRecorded)) return;
            _findings.Warn(
                FindingCodes.EndNotRecorded,
                LocatedJson.DisplayName(Path.Combine(directory, RunState.FileName)),
                $"the end of the run cannot be written: {exception.Message}",
                fix: "Free some space, or make the folder writable. The run still counts as unfinished: --resume goes on with it.");
        }
    }

    private void AddResult(EngineResult result, string directory)
    {
        foreach (var finding in result.InputFindings) _findings.Add(finding);
        if (result.Outcome == RunOutcome.Failed && result.InputFindings.Count == 0)
            _findings.Add(
                new Finding { Code = FindingCodes.RunFailed, Where = LocatedJson.DisplayName(directory), What = result.Reason! },
                result.Trace);
        if (result.Outcome != RunOutcome.Stopped) return;
        var code = result.Abandoned ? FindingCodes.StopDeadline : FindingCodes.Stopped;
        _findings.Warn(code, LocatedJson.DisplayName(directory), result.Reason!, fix: "Continue with --resume.");
    }

    private static RunStarted Started(RunContext context, LoadedJob bound) => new()
    {
        Run = context.Name,
        Directory = context.Directory,
        Device = context.Device,
        Threads = context.Threads,
        Seed = context.Seed,
        Resumed = context.Resume,
        Components = [.. bound.Components.Select(component => $"{component.Name} {component.Plugin!.Manifest.Version}")],
    };

    private void CompareWithStored(Job job, RunFolder folder, JsonObject resolved)
    {
        // A run that was killed before it could write its job down has computed nothing either.
        if (!File.Exists(folder.JobFile)) return;
        if (_findings.Take(LocatedJson.Read(folder.JobFile, FindingCodes.NothingToResume, FindingCodes.NothingToResume)) is { } stored)
            _findings.AddRange(ResolvedJob.Compare(stored.Root, resolved, job));
    }

    private void Record(LoadedJob bound, RunFolder folder, JsonObject resolved, JsonObject present)
    {
        // First of all: from here on the folder is one of a run, which --resume goes on with whenever it is killed.
        new RunState(RunState.Running, _started, null).Write(folder.Path);
        if (request.Resume && File.Exists(folder.LockFile))
        {
            var before = _findings.Take(LocatedJson.Read(folder.LockFile, FindingCodes.PluginsChanged, FindingCodes.PluginsChanged))?.Root;
            if (before is not null && !JsonNode.DeepEquals(before, present))
                _findings.Warn(
                    FindingCodes.PluginsChanged,
                    LocatedJson.DisplayName(folder.LockFile),
                    "plugins were rebuilt since the run started; its second half may differ");
        }

        if (!request.Resume || !File.Exists(folder.JobFile)) JsonFile.Write(folder.JobFile, resolved);
        JsonFile.Write(folder.LockFile, present);
        log.Open(folder.Path);
        foreach (var plugin in bound.Plugins) logger.LogInformation("{Plugin} from {Folder}", plugin.Folder, plugin.Folder.Path);
    }

    private void ShowFindings()
    {
        onFindings(_findings);
        LogFindings();
    }

    private void LogFindings()
    {
        foreach (var reported in _findings.All)
        {
            if (_logged.Add(reported.Finding)) logger.Log(EventLog.Level(reported.Finding.Severity), "{Finding}", reported.Finding);
        }
    }

    /// <summary>What is to be known of an engine that runs when it ends, or does not.</summary>
    private sealed record Execution(
        LoadedJob Bound, JobComponent Engine, RunContext Context, RunEventDispatcher Events, JsonObject Resolved, bool Observed);

    /// <summary>Writes a run's events into its log: messages as they are, others by name for who asks for details.</summary>
    private sealed class EventLog(ILogger logger) : IRunObserver
    {
        public static LogLevel Level(FindingSeverity severity) => severity switch
        {
            FindingSeverity.Error => LogLevel.Error,
            FindingSeverity.Warning => LogLevel.Warning,
            _ => LogLevel.Information,
        };

        public void OnEvent(RunEvent runEvent)
        {
            if (runEvent is MessageReported message) logger.Log(Level(message.Severity), "{Message}", message.Text);
            else if (runEvent is RunStarted) logger.LogInformation("{Event}", runEvent.Name);
            else if (runEvent is RunEnded ended) logger.LogInformation("{Event} {Outcome} {Reason}", runEvent.Name, ended.Outcome, ended.Reason);
            else logger.LogDebug("{Event}", runEvent.Name);
        }
    }

    /// <summary>Shows what a job without observers would say to nobody.</summary>
    private sealed class WarningWriter(TextWriter writer) : IRunObserver
    {
        public void OnEvent(RunEvent runEvent)
        {
            if (runEvent is MessageReported { Severity: FindingSeverity.Warning or FindingSeverity.Error } message)
                writer.WriteLine($"{message.Severity.ToString().ToLowerInvariant()} {message.Text}");
        }
    }
}
