using PluginHost.Composition;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Layout;
using PluginHost.Loading;

namespace PluginHost.Runs;

/// <summary>Takes a job from its file to its end.</summary>
/// <param name="layout">Where the built-in plugins are.</param>
/// <param name="shared">The shared set.</param>
/// <param name="error">Takes notices to people while the run goes on.</param>
/// <param name="onFindings">Shown what was found before the run starts, and again when it ended.</param>
internal sealed class JobRunner(HostLayout layout, SharedAssemblies shared, TextWriter error, Action<FindingList> onFindings)
{
    /// <summary>Runs a job. Plugin code runs on other threads, so ambient state it sets does not stay behind.</summary>
    public Task<RunReport> RunAsync(RunRequest request, CancellationToken cancellationToken) =>
        Task.Run(() => RunPreparedAsync(request, cancellationToken), CancellationToken.None);

    private async Task<RunReport> RunPreparedAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        if (JobReader.Read(request.Job, request.Overrides, request.Device, findings, request.Threads) is not { } job) return Refused(findings);
        var prepared = Preparer(request).Prepare(job, request.PluginDirectories, findings);
        var mayStillRun = false;
        try
        {
            if (findings.HasErrors) return Refused(findings);
            var folder = request.Resume
                ? RunFolder.ClaimUnfinished(job.Output, job.Name, request.Output, findings)
                : RunFolder.ClaimNew(job.Output, job.Name, request.Output, findings);
            if (folder is null) return Refused(findings);
            var execution = new RunExecution(prepared, folder, shared, request, findings) { Error = error, OnFindings = onFindings };
            var report = await execution.RunAsync(cancellationToken);
            mayStillRun = execution.MayStillRun;
            return report;
        }
        finally
        {
            if (!mayStillRun) prepared.Dispose();
        }
    }

    private static RunReport Refused(FindingList findings) => new() { ExitCode = ExitCodes.Of(findings), Findings = findings };

    private JobPreparer Preparer(RunRequest request) => new(layout, shared)
    {
        Locked = request.Locked,
        LockFile = request.LockFile,
        KeepsPlugins = request.KeepsPlugins,
    };
}
