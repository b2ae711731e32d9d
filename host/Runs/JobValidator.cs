using PluginHost.Composition;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Layout;
using PluginHost.Loading;

namespace PluginHost.Runs;

/// <summary>Does everything for a job that comes before running it, and leaves nothing behind.</summary>
internal sealed class JobValidator(HostLayout layout, SharedAssemblies shared)
{
    /// <summary>Validates a job.</summary>
    /// <param name="request">What would be run.</param>
    /// <param name="compose">Whether to build the components and let them check themselves; otherwise it ends with the resolved
    /// job.</param>
    public Task<RunReport> ValidateAsync(RunRequest request, bool compose) => Task.Run(() => ValidatePreparedAsync(request, compose));

    private async Task<RunReport> ValidatePreparedAsync(RunRequest request, bool compose)
    {
        var findings = new FindingList();
        if (JobReader.Read(request.Job, request.Overrides, request.Device, findings, request.Threads) is not { } job)
            return new RunReport { ExitCode = ExitCodes.Of(findings), Findings = findings };
        using var prepared = Preparer(request).Prepare(job, request.PluginDirectories, findings);
        if (compose && !findings.HasErrors) await ComposeAsync(prepared, findings);
        var resolved = findings.HasErrors ? null : ResolvedJob.Create(prepared, request.PluginDirectories);
        var free = resolved is null ? [] : ResolvedJob.FreePaths(prepared);
        return new RunReport { ExitCode = ExitCodes.Of(findings), Findings = findings, Job = resolved, FreePaths = free };
    }

    private static async Task ComposeAsync(PreparedJob prepared, FindingList findings)
    {
        var temporary = Directory.CreateTempSubdirectory("pluginhost-validate-").FullName;
        try
        {
            var context = RunContext.For(prepared.Job, temporary, resume: false, showProgress: false);
            var composer = new JobComposer(prepared, findings);
            await using var composed = composer.Compose(context, new RunEventDispatcher((_, _) => { }));
            if (!findings.HasErrors) composer.SelfCheck(composed);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private JobPreparer Preparer(RunRequest request) => new(layout, shared) { Locked = request.Locked, LockFile = request.LockFile };
}
