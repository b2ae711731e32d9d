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
    public static StageResult<SelectedJob> Select(Job job, PluginCatalog catalog, SharedAssemblies shared, bool locked, string? lockFile)
    {
        var findings = new FindingList();
        job = JobKeys.Resolve(job, catalog, findings);
        var selector = new PluginSelector(job, catalog, findings);
        if (!locked || JobLock.Read(job.File, lockFile, findings) is not var (prescribed, display))
            return Result(selector.Select());
        selector = new PluginSelector(job, catalog, findings)
        {
            Pins = prescribed.Plugins.ToDictionary(plugin => plugin.Key, plugin => plugin.Value.Version, StringComparer.Ordinal),
            PinnedBy = display,
        };
        var result = Result(selector.Select());
        new LockComparison(display, findings).Compare(prescribed, PluginsLock.Of(result.Value.Plugins, shared));
        return result;

        StageResult<SelectedJob> Result((Job Job, IReadOnlyList<PluginFolder> InLoadOrder) selection) =>
            new(new(selection.Job, catalog, selection.InLoadOrder), findings);
    }
}
