using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PluginHost.Discovery;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.PluginKit.Trials;

/// <summary>
/// One visit of a plugin in this process: verify, load, compose, run twice, watch, stop and resume, run in other jobs, unload. Done once for
/// each component; the facts of a conformance class read the report.
/// </summary>
internal static class Session
{
    private const int MostRounds = 30;
    private static readonly Dictionary<Subject, SessionReport> Reports = [];
    private static readonly Lock Gate = new();

    /// <summary>
    /// The report about a component; sessions run one at a time, since libtorch's generator and threads belong to the process.
    /// </summary>
    public static SessionReport Of(Subject subject, Func<SessionPlan> plan)
    {
        lock (Gate)
        {
            if (Reports.TryGetValue(subject, out var known)) return known;
            return Reports[subject] = Hold(plan());
        }
    }

    private static SessionReport Hold(SessionPlan plan)
    {
        var report = new SessionReport();
        var contexts = new List<(string Plugin, WeakReference Context)>();
        var folder = Directory.CreateTempSubdirectory("pluginkit-").FullName;
        // On a thread of its own: ambient state that plugin code sets goes with it.
        var thread = new Thread(() => Guard(plan, folder, report, contexts)) { IsBackground = true, Name = plan.Subject.ToString() };
        thread.Start();
        thread.Join();
        Collect(contexts, report);
        Directory.Delete(folder, recursive: true);
        return report;
    }

    private static void Guard(SessionPlan plan, string folder, SessionReport report, List<(string Plugin, WeakReference Context)> contexts)
    {
        try
        {
            Visit(plan, folder, report, contexts);
        }
        catch (Exception exception)
        {
            report.Broken = exception.ToString();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Visit(SessionPlan plan, string folder, SessionReport report, List<(string Plugin, WeakReference Context)> contexts)
    {
        report.Verification = Verify(plan.Subject);
        using var trial = PreparedTrial.Prepare(plan.Subject, plan.Job, folder);
        contexts.AddRange(trial.Loaded.Select(plugin => (plugin.Folder.ToString(), new WeakReference(plugin.Context))));
        report.Preparation = PreparedTrial.Lines(trial.Findings);
        if (trial.Plugin(plan.Subject) is not { } plugin || trial.Entry(plan.Subject) is not { } entry) return;
        report.Loading = [.. LoadExamination.Faults(plugin)];
        report.Options = [.. OptionsExamination.Faults(plugin, entry.Registration!, JsonNode.Parse(plan.Subject.Options)!)];
        if (trial.Findings.HasErrors || !plan.Alive) return;
        var composed = Path.Combine(folder, "composed");
        report.Composition = TrialExecution.Visit(trial, trial.Prepared, composed, resume: false, new TrialLog(_ => { }), job =>
        {
            report.Kind = [.. plan.Examine(job.Components.Single(component => component.Path == entry.Path).Instance!)];
            return RunOutcome.Completed;
        });
        if (!plan.Trains || report.Composition.Count > 0) return;
        Train(plan, trial, folder, report);
        if (report.First?.Failure is not null) return;
        foreach (var variant in plan.Variants) report.Variants[variant.Name] = Run(variant, trial, folder, contexts);
    }

    private static string[] Verify(Subject subject)
    {
        var found = PluginDiscovery.Discover([subject.Folder]);
        if (found.All.Count == 0) return [$"there is no plugin in {subject.Folder}"];
        new PluginVerification(PreparedTrial.Shared, TrustPolicy.Open).Verify(found.All[0]);
        return PreparedTrial.Lines(found.All[0].Findings);
    }

    private static void Train(SessionPlan plan, PreparedTrial trial, string folder, SessionReport report)
    {
        report.First = TrialExecution.Run(trial, Path.Combine(folder, "first"));
        if (report.First.Failure is not null) return;
        report.Again = TrialExecution.Run(trial, Path.Combine(folder, "again"));
        if (plan.Look is { } look)
        {
            var implementation = trial.Entry(plan.Subject)!.Implementation;
            var probe = new Probe(work => look(work.Components.First(implementation.IsInstanceOfType), work));
            report.Watched = TrialExecution.Run(trial, Path.Combine(folder, "watched"), probe: probe);
        }

        var steps = report.First.Steps.Count();
        for (var after = plan.StopsEverywhere ? 1 : Math.Max(1, steps - 1); after < steps; after++)
        {
            var halves = Path.Combine(folder, $"halves-{after}");
            var stopped = TrialExecution.Run(trial, halves, cancelAfter: after);
            report.Interruptions.Add(new(after, stopped, stopped.Cancelled ? TrialExecution.Run(trial, halves, resume: true) : null));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TrialRun Run(Variant variant, PreparedTrial first, string folder, List<(string Plugin, WeakReference Context)> contexts)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, variant.Name)).FullName;
        var trial = first.Another(variant.Job, place);
        var more = first.Loaded.Skip(contexts.Count);
        contexts.AddRange(more.Select(plugin => ($"{plugin.Folder} ({variant.Name})", new WeakReference(plugin.Context))));
        if (trial.Findings.HasErrors) return new() { Lines = [], Metrics = "", Findings = PreparedTrial.Lines(trial.Findings) };
        var probe = variant.Look is { } look ? new Probe(look) : null;
        return TrialExecution.Run(trial, Path.Combine(place, "run"), probe: probe, cut: variant.Cut);
    }

    private static void Collect(List<(string Plugin, WeakReference Context)> contexts, SessionReport report)
    {
        for (; report.Rounds < MostRounds && contexts.Exists(held => held.Context.IsAlive); report.Rounds++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        report.Alive = [.. contexts.Where(held => held.Context.IsAlive).Select(held => held.Plugin)];
    }
}
