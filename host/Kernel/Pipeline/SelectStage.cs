using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Loading;
using PluginHost.Locks;

namespace PluginHost.Pipeline;

/// <summary>A job whose components know the folders of their plugins.</summary>
/// <param name="Job">The job.</param>
/// <param name="Catalog">Every plugin that was found.</param>
/// <param name="Plugins">Those that were chosen, requirements before what requires them.</param>
internal sealed record SelectedJob(Job Job, PluginCatalog Catalog, IReadOnlyList<PluginFolder> Plugins);

/// <summary>Second stage: chooses a plugin and its version for every component, and what those require. Reads manifests only.</summary>
internal static class SelectStage
{
    /// <summary>Chooses plugins.</summary>
    /// <param name="job">The job as read.</param>
    /// <param name="catalog">The plugins there are.</param>
    /// <param name="shared">The shared set, which a lock speaks of, too.</param>
    /// <param name="locked">Whether the job's lock prescribes the versions.</param>
    /// <param name="lockFile">The lock to hold to, absolute; <see langword="null"/> for the job's own.</param>
    public static Result<SelectedJob> Select(Job job, PluginCatalog catalog, SharedAssemblies shared, bool locked, string? lockFile)
    {
        var findings = new FindingList();
        job = findings.Take(JobKeys.Resolve(job, catalog));
        var read = locked ? findings.Take(JobLock.Read(job.File, lockFile)) : null;
        var selector = read is not var (prescribed, display) ? new PluginSelector(job, catalog) : new PluginSelector(job, catalog)
        {
            Pins = prescribed.Plugins.ToDictionary(plugin => plugin.Key, plugin => plugin.Value.Version, StringComparer.Ordinal),
            PinnedBy = display,
        };
        var (selected, plugins) = findings.Take(selector.Select());
        if (read is var (expected, name)) findings.AddRange(new LockComparison(name).Compare(expected, PluginsLock.Of(plugins, shared)));
        return new(new(selected, catalog, plugins), findings);
    }
}
