using System.Diagnostics;
using System.Text.Json.Nodes;
using PluginHost.Composition;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Loading;
using PluginHost.Locks;

namespace PluginHost.Runs;

/// <summary>
/// One execution of a prepared job in a claimed folder: composes, checks, writes what runs, runs the engine, records the end.
/// </summary>
internal sealed class RunExecution(
    PreparedJob prepared,
    RunFolder folder,
    SharedAssemblies shared,
    RunRequest request,
    FindingList findings)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _started = DateTimeOffset.Now;
    private RunState? _ended;

    public required TextWriter Error { get; init; }

    public required Action<FindingList> OnFindings { get; init; }

    /// <summary>Whether the engine ignored its deadline and must not be disposed under its feet.</summary>
    public bool MayStillRun { get; private set; }

    public async Task<RunReport> RunAsync(CancellationToken cancellationToken)
    {
        var resolved = ResolvedJob.Create(prepared, request.PluginDirectories);
        if (request.Resume) CompareWithStored(resolved);
        if (findings.HasErrors) return Refuse();
        var events = new RunEventDispatcher((text, exception) =>
        {
            findings.Warn(FindingCodes.ObserverFailed, "observer", text);
            OnFindings(findings);
        });
        var context = RunContext.For(prepared.Job, folder.Path, request.Resume, request.ShowProgress);
        var composer = new JobComposer(prepared, findings) { DisposalDeadline = request.StopDeadline };
        var composed = composer.Compose(context, events);
        try
        {
            if (!findings.HasErrors) composer.SelfCheck(composed);
            if (findings.HasErrors || composed.Engine is not { } engine) return Refuse();
            OnFindings(findings);
            Record(resolved);
            return await RunAsync(engine, composed, context, events, resolved, cancellationToken);
        }
        finally
        {
            if (!MayStillRun)
            {
                await composed.DisposeAsync();
                findings.AddRange(composed.DisposalFindings);
            }

            // Once more: disposal may have found a plugin at fault.
            RecordEnd();

            folder.Dispose();
        }
    }

    private async Task<RunReport> RunAsync(
        IJobEngine engine,
        ComposedJob composed,
        RunContext context,
        RunEventDispatcher events,
        JsonObject resolved,
        CancellationToken cancellationToken)
    {
        var observers = composed.Components.Where(component => component.Instance is IRunObserver)
            .Select(component => (component.Entry.ToString(), (IRunObserver)component.Instance))
            .ToArray();
        foreach (var plugin in prepared.Plugins) plugin.Folder.MoveTo(PluginState.Active, "the running job uses it");
        events.Start(Started(context), observers);
        var entry = composed.Components.First(component => component.Instance == engine).Entry;
        var life = new EngineLife(engine, $"{entry} of {entry.Plugin.Folder}", prepared.Plugins, request.StopDeadline);
        var result = await EngineHost.RunAsync(life, Error, cancellationToken);
        MayStillRun = result.Abandoned;
        if (result is { Abandoned: true, Outcome: RunOutcome.Stopped }) entry.Plugin.Folder.MoveTo(PluginState.Faulted, result.Reason!);
        var state = result.Outcome == RunOutcome.Completed ? RunState.Completed : result.Outcome.ToString().ToLowerInvariant();
        _ended = new RunState(state, _started, result.Reason);
        RecordEnd();
        var elapsed = Stopwatch.GetElapsedTime(_start);
        events.Publish(new RunEnded { Outcome = result.Outcome, Elapsed = elapsed, Reason = result.Reason, Directory = folder.Path });
        AddResult(result);
        return new RunReport
        {
            ExitCode = ExitCodes.Of(result),
            Findings = findings,
            Directory = folder.Path,
            Outcome = result.Outcome,
            Reason = result.Reason,
            Elapsed = elapsed,
            Observed = observers.Length > 0,
            Job = resolved,
        };
    }

    // A disk that is full keeps no run from its end: what the engine saved counts, and --resume works from it.
    private void RecordEnd()
    {
        try
        {
            _ended?.Write(folder.Path, prepared.Plugins.Select(plugin => plugin.Folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (findings.All.Any(reported => reported.Finding.Code == FindingCodes.EndNotRecorded)) return;
            findings.Warn(
                FindingCodes.EndNotRecorded,
                LocatedJson.DisplayName(Path.Combine(folder.Path, RunState.FileName)),
                $"the end of the run cannot be written: {exception.Message}",
                fix: "Free some space, or make the folder writable. The run still counts as unfinished: --resume goes on with it.");
        }
    }

    private void AddResult(EngineResult result)
    {
        foreach (var finding in result.InputFindings) findings.Add(finding);
        if (result.Outcome == RunOutcome.Failed && result.InputFindings.Count == 0)
            findings.Add(
                new Finding { Code = FindingCodes.RunFailed, Where = LocatedJson.DisplayName(folder.Path), What = result.Reason! },
                result.Trace);
        if (result.Outcome != RunOutcome.Stopped) return;
        var code = result.Abandoned ? FindingCodes.StopDeadline : FindingCodes.Stopped;
        findings.Warn(code, LocatedJson.DisplayName(folder.Path), result.Reason!, fix: "Continue with --resume.");
    }

    private RunStarted Started(RunContext context) => new()
    {
        Run = context.Name,
        Directory = context.Directory,
        Device = context.Device,
        Threads = context.Threads,
        Seed = context.Seed,
        Resumed = context.Resume,
        Components = [.. prepared.Entries.Select(entry => $"{entry.Component} {entry.Plugin.Manifest.Version}")],
    };

    private void CompareWithStored(JsonObject resolved)
    {
        // A run that was killed before it could write its job down has computed nothing either.
        if (!File.Exists(folder.JobFile)) return;
        if (LocatedJson.Read(folder.JobFile, findings, FindingCodes.NothingToResume, FindingCodes.NothingToResume) is { } stored)
            ResolvedJob.Compare(stored.Root, resolved, prepared, findings);
    }

    private void Record(JsonObject resolved)
    {
        // First of all: from here on the folder is one of a run, which --resume goes on with whenever it is killed.
        new RunState(RunState.Running, _started, null).Write(folder.Path);
        var present = PluginsLock.Of(prepared.Plugins.Select(plugin => plugin.Folder), shared).ToJson();
        if (request.Resume && File.Exists(folder.LockFile))
        {
            var before = LocatedJson.Read(folder.LockFile, findings, FindingCodes.PluginsChanged, FindingCodes.PluginsChanged)?.Root;
            if (before is not null && !JsonNode.DeepEquals(before, present))
                findings.Warn(
                    FindingCodes.PluginsChanged,
                    LocatedJson.DisplayName(folder.LockFile),
                    "plugins were rebuilt since the run started; its second half may differ");
            OnFindings(findings);
        }

        if (!request.Resume || !File.Exists(folder.JobFile)) JsonFile.Write(folder.JobFile, resolved);
        JsonFile.Write(folder.LockFile, present);
    }

    private RunReport Refuse()
    {
        folder.Abandon();
        return new RunReport { ExitCode = ExitCodes.Of(findings), Findings = findings };
    }
}
