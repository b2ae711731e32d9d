using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Loading;

namespace PluginHost.Pipeline;

/// <summary>
/// A job whose plugins are in memory; its components know what their plugins registered for them. Disposing unloads the plugins.
/// </summary>
internal sealed record LoadedJob(Job Job, PluginCatalog Catalog, IReadOnlyList<LoadedPlugin> Plugins) : IDisposable
{
    /// <summary>The components whose plugin registered them.</summary>
    public IEnumerable<JobComponent> Components => Job.Components.Where(component => component.Registration is not null);

    /// <summary>A job of which nothing was loaded.</summary>
    public static LoadedJob WithoutPlugins(SelectedJob selected) => new(selected.Job, selected.Catalog, []);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var plugin in Plugins.Reverse()) plugin.Unload();
    }
}

/// <summary>Fourth stage: loads all plugins that verification let pass, each into a context of its own, and lets them register.</summary>
internal static class LoadStage
{
    /// <summary>Loads.</summary>
    /// <param name="selected">The job, its plugins verified.</param>
    /// <param name="shared">The shared set.</param>
    /// <param name="collectible">Whether plugins can be unloaded again.</param>
    public static Result<LoadedJob> Load(SelectedJob selected, SharedAssemblies shared, bool collectible)
    {
        var findings = new FindingList();
        var loader = new PluginLoader(shared) { Collectible = collectible };
        var plugins = new List<LoadedPlugin>();
        foreach (var folder in selected.Plugins)
        {
            var required = folder.Manifest!.Requires.Select(
                requirement => plugins.Find(plugin => plugin.Manifest.Id == requirement.Id)).ToArray();
            if (folder.State == PluginState.Faulted || required.Contains(null)) continue;
            if (findings.Take(loader.Load(folder, required!)) is { } plugin) plugins.Add(plugin);
        }

        return new(new(Register(selected.Job, plugins), selected.Catalog, plugins), findings);
    }

    /// <summary>Gives the components of a job what loaded plugins registered; a promise that was not kept is a finding of the loader already.</summary>
    public static Job Register(Job job, IReadOnlyList<LoadedPlugin> plugins) => job with
    {
        Components =
        [
            .. job.Components.Select(component =>
                component.Folder is { } folder && plugins.FirstOrDefault(plugin => plugin.Folder == folder) is { } plugin
                && plugin.Find(component.Kind, component.Use) is { } registration
                    ? component with { Plugin = plugin, Registration = registration }
                    : component),
        ],
    };
}
