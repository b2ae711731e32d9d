using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Comparisons.Running;

/// <summary>The launcher of a comparison: the host's own, or one of a plugin that went through the stages of a job. Disposing unloads it.</summary>
internal sealed class LoadedLauncher : IAsyncDisposable
{
    private readonly LoadedJob? _loaded;
    private readonly ComposedJob? _composed;

    private LoadedLauncher(LoadedJob? loaded, ComposedJob? composed, ILauncher launcher) =>
        (_loaded, _composed, Launcher) = (loaded, composed, launcher);

    public ILauncher Launcher { get; }

    /// <summary>Loads the launcher and lets it check itself; without a value it cannot be used.</summary>
    /// <param name="layout">Where the parts of the installation are.</param>
    /// <param name="shared">The shared set.</param>
    /// <param name="comparison">Names the launcher.</param>
    /// <param name="directories">Plugin directories, absolute.</param>
    public static async Task<Result<LoadedLauncher?>> LoadAsync(
        HostLayout layout, SharedAssemblies shared, Comparison comparison, IReadOnlyList<string> directories)
    {
        var findings = new FindingList();
        if (comparison.Launcher is not { } component) return new(new LoadedLauncher(null, null, new LocalLauncher()), findings);
        var pipeline = new JobPipeline(layout, shared);
        var catalog = pipeline.Discover(directories, Path.GetDirectoryName(comparison.Job)!);
        string[] names = [LocalLauncher.Name, .. catalog.NamesOf(component.Kind)];
        if (!names.Contains(component.Use))
        {
            findings.Error(
                FindingCodes.UnknownComponent,
                comparison.Json.Where(component.Path),
                $"unknown launcher '{component.Use}'",
                NearestName.OneOf(names),
                NearestName.Suggest(component.Use, names));
            return new(null, findings);
        }

        var job = ComponentJob.Of(comparison.Json, comparison.Job, comparison.Name, [component]);
        // Plugin code may leave ambient state behind.
        return await Task.Run(() => LoadAsync(pipeline, job, catalog));
    }

    public async ValueTask DisposeAsync()
    {
        if (_composed is not null) await _composed.DisposeAsync();
        _loaded?.Dispose();
    }

    private static async Task<Result<LoadedLauncher?>> LoadAsync(JobPipeline pipeline, Job job, Discovery.PluginCatalog catalog)
    {
        var (prepared, faults) = pipeline.Prepare(job, catalog);
        ComposedJob? composed = null;
        if (!faults.HasErrors)
        {
            var context = RunContext.For(job, job.Directory, resume: false, showProgress: false);
            (composed, var composing) = JobPipeline.Compose(prepared, context, new RunEventDispatcher((_, _) => { }));
            faults.AddRange(composing);
            if (!faults.HasErrors) faults.AddRange(JobPipeline.Check(composed));
        }

        if (!faults.HasErrors && composed?.Components.Select(component => component.Instance).OfType<ILauncher>().FirstOrDefault() is { } launcher)
            return new(new LoadedLauncher(prepared, composed, launcher), faults);
        if (composed is not null) await composed.DisposeAsync();
        prepared.Dispose();
        return new(null, faults);
    }
}
