using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Loading;
using PluginHost.Manifests;

namespace PluginHost.Pipeline;

/// <summary>Takes one plugin of a catalog, with those it requires, as far as loading, looks at its components and lets it go again.</summary>
internal static class PluginProbe
{
    /// <summary>Returns what was seen of each component. Runs plugin code: call it on a thread whose ambient state may be lost.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="folder">A plugin of the catalog with a usable manifest.</param>
    /// <param name="catalog">Where required plugins are found.</param>
    /// <param name="look">Makes something of a component that does not keep the plugin in memory.</param>
    /// <param name="onLoaded">Shown the plugin before its components are looked at.</param>
    public static Result<IReadOnlyList<T>> Look<T>(
        JobPipeline pipeline,
        PluginFolder folder,
        PluginCatalog catalog,
        Func<ComponentRegistration, T> look,
        Action<LoadedPlugin>? onLoaded = null)
    {
        var manifest = folder.Manifest!;
        var seen = new List<T>();
        var findings = new FindingList();
        var component = manifest.Provides.FirstOrDefault() ?? new ProvidedComponent("none", "none", null);
        var (prepared, preparing) = pipeline.Prepare(ComponentJob.Of([(manifest.Id, manifest.Version, component)]), catalog);
        using (prepared)
        {
            if (prepared.Plugins.FirstOrDefault(plugin => plugin.Folder.Path == folder.Path) is { } plugin)
            {
                onLoaded?.Invoke(plugin);
                foreach (var registered in plugin.Components)
                {
                    try
                    {
                        seen.Add(look(registered));
                    }
                    catch (Exception exception)
                    {
                        var what = $"{registered} has options that cannot be described: {exception.Message}";
                        findings.Error(FindingCodes.OptionsContract, folder.ManifestDisplay, what, cause: exception);
                    }
                }
            }
        }

        findings.AddOfProbe(preparing);
        return new(seen, findings);
    }
}
