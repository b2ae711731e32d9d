using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Runs;
using PluginHost.Runtimes;

namespace PluginHost.Pipeline;

/// <summary>
/// The way of a job: read, select, verify, load, bind, compose, check, run. Each stage lies in the file of its name, takes what the one before
/// made and returns what it made with what it found. A stage goes on after a fault as far as it can, so that one attempt shows every
/// finding. Nothing of a plugin is executed before <see cref="Load"/>, no component is built before <see cref="Compose"/>.
/// </summary>
/// <param name="layout">Where the parts of the installation are.</param>
/// <param name="shared">The shared set.</param>
internal sealed class JobPipeline(HostLayout layout, SharedAssemblies shared)
{
    /// <summary>Whether only what the job's lock says may be loaded.</summary>
    public bool Locked { get; init; }

    /// <summary>The lock to hold to, absolute; <see langword="null"/> for the job's own.</summary>
    public string? LockFile { get; init; }

    /// <summary>Whether plugins stay loaded until the process ends, as a run's do.</summary>
    public bool KeepsPlugins { get; init; }

    /// <summary>The native runtimes that the shared set brings.</summary>
    public SharedRuntimes Runtimes { get; } = new(shared, layout.SharedDirectory);

    /// <summary>A pipeline that keeps to what a request says of locks and of plugins' lives.</summary>
    public static JobPipeline For(HostLayout layout, SharedAssemblies shared, RunRequest request) => new(layout, shared)
    {
        Locked = request.Locked,
        LockFile = request.LockFile,
        KeepsPlugins = request.KeepsPlugins,
    };

    /// <summary>Reads the job file, with what the command line changes in it; without a job the file is unusable.</summary>
    public static Result<Job?> Read(RunRequest request) => ReadStage.Read(request);

    /// <summary>Finds the plugins of some directories, then those installed for a project and a user, then the built-in ones.</summary>
    /// <param name="directories">The directories, absolute; searched first.</param>
    /// <param name="project">The folder of the job or the project.</param>
    public PluginCatalog Discover(IReadOnlyList<string> directories, string project) =>
        PluginDiscovery.Discover(layout, directories, project);

    /// <summary>Chooses the plugins of a job, as its lock prescribes if it is to hold.</summary>
    public Result<SelectedJob> Select(Job job, PluginCatalog catalog) => SelectStage.Select(job, catalog, shared, Locked, LockFile);

    /// <summary>Verifies every plugin that was chosen, and the options of the job against the schemas in the plugins' manifests.</summary>
    /// <param name="selected">The job.</param>
    /// <param name="loadsAhead">Whether the native runtimes that the plugins use are loaded meanwhile, as the job is to run.</param>
    public FindingList Verify(SelectedJob selected, bool loadsAhead = false) => VerifyStage.Verify(selected, layout, shared, Runtimes, loadsAhead);

    /// <summary>Loads every plugin that verification let pass, and lets it register.</summary>
    public Result<LoadedJob> Load(SelectedJob selected) => LoadStage.Load(selected, shared, collectible: !KeepsPlugins);

    /// <summary>Gives components their options, and tells whether their constructors and needs can be met by one another.</summary>
    public static Result<LoadedJob> Bind(LoadedJob loaded) => BindStage.Bind(loaded);

    /// <summary>Builds the components. Runs plugin code: call it on a thread whose ambient state may be lost.</summary>
    public static Result<ComposedJob> Compose(LoadedJob bound, IRunContext context, IRunEvents events, TimeSpan? disposalDeadline = null) =>
        ComposeStage.Compose(bound, context, events, disposalDeadline ?? ComposedJob.DefaultDisposalDeadline);

    /// <summary>Asks every component that can tell whether it will be able to work.</summary>
    public static FindingList Check(ComposedJob composed) => CheckStage.Check(composed);

    /// <summary>Goes from a request to a job whose components are bound, ready to be composed; without a value the file is unusable.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="loadsAhead">Whether the native runtimes that the plugins use are loaded meanwhile, as the job is to run.</param>
    public Result<LoadedJob?> Prepare(RunRequest request, bool loadsAhead = false)
    {
        var read = Read(request);
        if (read.Value is not { } job) return new(null, read.Findings);
        var catalog = Discover([.. request.PluginDirectories, .. job.PluginDirectories], job.Directory);
        read.Findings.AddRange(catalog.Findings);
        if (job.Components.All(component => component.Kind != "engine"))
            read.Findings.Error(
                FindingCodes.NoEngine,
                job.Json.Display,
                "the job names no engine",
                $"\"engine\": {NearestName.OneOf(catalog.NamesOf("engine"))}");
        return new(read.Findings.Take(Prepare(job, catalog, loadsAhead)), read.Findings);
    }

    /// <summary>Goes from components and a catalog, which need not make a whole job, to components that are bound.</summary>
    public Result<LoadedJob> Prepare(Job job, PluginCatalog catalog, bool loadsAhead = false)
    {
        if (KeepsPlugins) ContainerWarmUp.Begin();
        var (selected, findings) = Select(job, catalog);
        findings.AddRange(Verify(selected, loadsAhead));
        // Under a lock, nothing is loaded before everything is known to be what was locked.
        var loaded = Locked && findings.HasErrors ? LoadedJob.WithoutPlugins(selected) : findings.Take(Load(selected));
        return new(findings.Take(Bind(loaded)), findings);
    }

    /// <summary>Does everything for a job that comes before running it, and leaves nothing behind.</summary>
    /// <param name="request">What would be run.</param>
    /// <param name="compose">Whether to build the components and let them check themselves; otherwise it ends with the resolved
    /// job.</param>
    public Task<RunReport> ValidateAsync(RunRequest request, bool compose) =>
        ValidateAsync(request, compose ? CheckedParts.None : null, null, CancellationToken.None);

    /// <summary>Does everything for a job that comes before running it, what its engine does before it trains included.</summary>
    /// <param name="request">What would be run.</param>
    /// <param name="parts">
    /// What the engine is to check; samples alone are read whether or not the engine could run here. <see langword="null"/> to build no
    /// component.
    /// </param>
    /// <param name="observer">Told of what the components report meanwhile; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the check of the engine.</param>
    public Task<RunReport> ValidateAsync(
        RunRequest request, CheckedParts? parts, IRunObserver? observer, CancellationToken cancellationToken) => Task.Run(async () =>
    {
        var (prepared, findings) = Prepare(request);
        using (prepared)
        {
            if (prepared is not null && parts is { } asked && !findings.HasErrors)
                findings.AddRange(await TryComposing(prepared, asked, observer, cancellationToken));
            var resolved = prepared is null || findings.HasErrors ? null : ResolvedJob.Create(prepared.Job, request.PluginDirectories);
            return new RunReport
            {
                ExitCode = ExitCodes.Of(findings),
                Findings = findings,
                Job = resolved,
                FreePaths = resolved is null ? [] : ResolvedJob.FreePaths(prepared!.Job),
            };
        }
    });

    /// <summary>
    /// Runs a job from its file to its end inside the .NET generic host. A signal asks it to stop and gives it a deadline; a second Ctrl-C ends
    /// the process at once.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="error">Takes notices to people while the run goes on.</param>
    /// <param name="onFindings">Shown what was found before the run starts, and while it goes on.</param>
    /// <param name="cancellationToken">Stops the run as a signal does.</param>
    public async Task<RunReport> RunAsync(
        RunRequest request,
        TextWriter error,
        Action<FindingList> onFindings,
        CancellationToken cancellationToken)
    {
        using var log = new RunLog(request.LogLevel);
        var notice = $"the engine has {request.StopDeadline.TotalSeconds:0} seconds to save its state and stop. Ctrl-C again stops at once.";
        using var signals = new StopSignals(error.WriteLine, notice, cancellationToken);
        await using var kill = signals.Kill.Register(() =>
        {
            error.WriteLine("Stopped at once; state since the last checkpoint is lost.");
            Environment.Exit(ExitCodes.Stopped);
        });
        using var host = JobHost.Prepare<RunStage>(
            (life, logger) => new(this, shared, request, log, error, onFindings, signals, life, logger), log, request.StopDeadline, signals)
            .Build();
        var stage = host.Services.GetRequiredService<RunStage>();
        try
        {
            await host.RunAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The deadline passed.
        }

        return await stage.EndAsync();
    }

    private static async Task<FindingList> TryComposing(
        LoadedJob prepared, CheckedParts parts, IRunObserver? observer, CancellationToken cancellationToken)
    {
        var temporary = Directory.CreateTempSubdirectory("pluginhost-validate-").FullName;
        try
        {
            var context = RunContext.For(prepared.Job, temporary, resume: false, showProgress: false);
            var events = new RunEventDispatcher((_, _) => { });
            var (composed, findings) = Compose(prepared, context, events);
            await using (composed)
            {
                var engine = parts == CheckedParts.Samples ? composed.Engine : null;
                if (!findings.HasErrors) findings.AddRange(CheckStage.Check(composed, except: engine));
                if (!findings.HasErrors && parts != CheckedParts.None)
                {
                    if (observer is not null) events.Listen("the command line", observer);
                    findings.AddRange(await CheckStage.CheckJobAsync(composed, parts, cancellationToken));
                }
            }

            return findings;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }
}
