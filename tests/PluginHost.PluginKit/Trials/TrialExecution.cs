using PluginHost.Findings;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.PluginKit.Trials;

/// <summary>Composes a prepared trial anew, does something with the components and disposes them.</summary>
internal static class TrialExecution
{
    /// <summary>Runs the engine to its end, or until it is cancelled after a training step.</summary>
    /// <param name="trial">The prepared job.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="resume">Whether to continue what the folder holds.</param>
    /// <param name="cancelAfter">After how many steps to cancel, or <see langword="null"/>.</param>
    /// <param name="probe">Looks at the work, or <see langword="null"/>.</param>
    /// <param name="cut">Where to cut the kit's own stream, or <see langword="null"/> for the job's benchmark.</param>
    public static TrialRun Run(
        PreparedTrial trial, string folder, bool resume = false, int? cancelAfter = null, Probe? probe = null, Cut? cut = null)
    {
        using var cancellation = new CancellationTokenSource();
        var log = new TrialLog(step =>
        {
            if (step == cancelAfter) cancellation.Cancel();
        });
        string? failure = null;
        var cancelled = false;
        var prepared = probe is null && cut is null ? trial.Prepared : ExtraParts.Add(trial.Prepared, probe, cut);
        var notes = new List<string>();
        var findings = Visit(trial, prepared, folder, resume, log, notes: notes, visit: composed =>
        {
            try
            {
                if (probe is not null) probe.Components = [.. composed.Components.Select(component => component.Instance!)];
                if (composed.Engine is not { } engine) throw new InvalidOperationException("the job has no engine");
                engine.RunAsync(cancellation.Token).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                cancelled = true;
            }
            catch (Exception exception)
            {
                failure = exception.ToString();
            }

            if (probe is not null) probe.Components = [];
            return cancelled ? RunOutcome.Stopped : failure is null ? RunOutcome.Completed : RunOutcome.Failed;
        });
        return new TrialRun
        {
            Lines = log.Lines,
            Metrics = TrialMetrics.Read(folder),
            Failure = failure,
            Cancelled = cancelled,
            Findings = findings,
            Notes = notes,
            Seen = probe?.Faults ?? [],
        };
    }

    /// <summary>Composes, lets the components check themselves, visits them between the first and the last event, disposes.</summary>
    /// <returns>Everything that was found and is more than a note; notes are added to <paramref name="notes"/>.</returns>
    public static string[] Visit(
        PreparedTrial trial,
        LoadedJob prepared,
        string folder,
        bool resume,
        IRunObserver log,
        Func<ComposedJob, RunOutcome> visit,
        List<string>? notes = null)
    {
        var findings = new FindingList();
        var context = trial.Context(folder, resume);
        var events = new RunEventDispatcher((text, _) => findings.Warn(FindingCodes.ObserverFailed, "observer", text));
        var composed = findings.Take(JobPipeline.Compose(prepared, context, events));
        try
        {
            if (!findings.HasErrors) findings.AddRange(JobPipeline.Check(composed));
            if (!findings.HasErrors)
            {
                events.Start(Started(context), Observers(composed, log));
                var outcome = visit(composed);
                events.Publish(new RunEnded { Outcome = outcome, Elapsed = TimeSpan.Zero, Directory = folder });
            }
        }
        finally
        {
            composed.DisposeAsync().AsTask().GetAwaiter().GetResult();
            findings.AddRange(composed.DisposalFindings);
        }

        notes?.AddRange(PreparedTrial.Notes(findings));
        return PreparedTrial.Lines(findings);
    }

    private static IEnumerable<(string Name, IRunObserver Observer)> Observers(ComposedJob composed, IRunObserver log) =>
    [
        .. composed.Components.Where(component => component.Instance is IRunObserver)
            .Select(component => (component.ToString(), (IRunObserver)component.Instance!)),
        ("log", log),
    ];

    private static RunStarted Started(RunContext context) => new()
    {
        Run = context.Name,
        Directory = context.Directory,
        Device = context.Device,
        Threads = context.Threads,
        Seed = context.Seed,
        Resumed = context.Resume,
        Components = [],
    };
}
