using PluginHost.Composition;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Layout;
using PluginHost.Loading;

namespace PluginHost.Runs;

/// <summary>Does everything for a job that comes before running it, and leaves nothing behind.</summary>
internal sealed class JobValidator(HostLayout layout, SharedAssemblies shared)
{
    /// <summary>Told of what the components report while they check; <see langword="null"/> for nobody.</summary>
    public IRunObserver? Observer { get; init; }

    /// <summary>Validates a job.</summary>
    /// <param name="request">What would be run.</param>
    /// <param name="compose">Whether to build the components and let them check themselves; otherwise it ends with the resolved
    /// job.</param>
    public Task<RunReport> ValidateAsync(RunRequest request, bool compose) =>
        Task.Run(() => ValidatePreparedAsync(request, compose ? CheckedParts.None : null, CancellationToken.None));

    /// <summary>Validates a job: builds its components, lets them check themselves and the engine check what comes before training.</summary>
    /// <param name="request">What would be run.</param>
    /// <param name="parts">What the engine is to check. Samples alone are read whether or not the engine could run here.</param>
    /// <param name="cancellationToken">Ends the check of the engine.</param>
    public Task<RunReport> ValidateAsync(RunRequest request, CheckedParts parts, CancellationToken cancellationToken) =>
        Task.Run(() => ValidatePreparedAsync(request, parts, cancellationToken), cancellationToken);

    private async Task<RunReport> ValidatePreparedAsync(RunRequest request, CheckedParts? parts, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        if (JobReader.Read(request.Job, request.Overrides, request.Device, findings, request.Threads) is not { } job)
            return new RunReport { ExitCode = ExitCodes.Of(findings), Findings = findings };
        using var prepared = Preparer(request).Prepare(job, request.PluginDirectories, findings);
        if (parts is { } asked && !findings.HasErrors) await ComposeAsync(prepared, asked, findings, cancellationToken);
        var resolved = findings.HasErrors ? null : ResolvedJob.Create(prepared, request.PluginDirectories);
        return new RunReport { ExitCode = ExitCodes.Of(findings), Findings = findings, Job = resolved };
    }

    private async Task ComposeAsync(PreparedJob prepared, CheckedParts parts, FindingList findings, CancellationToken cancellationToken)
    {
        var temporary = Directory.CreateTempSubdirectory("pluginhost-validate-").FullName;
        try
        {
            var context = RunContext.For(prepared.Job, temporary, resume: false, showProgress: false);
            var composer = new JobComposer(prepared, findings);
            var events = new RunEventDispatcher((_, _) => { });
            await using var composed = composer.Compose(context, events);
            if (!findings.HasErrors) composer.SelfCheck(composed, except: parts == CheckedParts.Samples ? composed.Engine : null);
            if (findings.HasErrors || parts == CheckedParts.None) return;
            events.Start(RunStarted(context, prepared), Observer is null ? [] : [("the command line", Observer)]);
            await composer.CheckJobAsync(composed, parts, cancellationToken);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static RunStarted RunStarted(RunContext context, PreparedJob prepared) => new()
    {
        Run = context.Name,
        Directory = context.Directory,
        Device = context.Device,
        Threads = context.Threads,
        Seed = context.Seed,
        Resumed = false,
        Components = [.. prepared.Entries.Select(entry => $"{entry.Component} {entry.Plugin.Manifest.Version}")],
    };

    private JobPreparer Preparer(RunRequest request) => new(layout, shared) { Locked = request.Locked, LockFile = request.LockFile };
}
