using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Loading;

namespace PluginHost.Composition;

/// <summary>Loads one plugin of a catalog, with those it requires, lets a function look at its components and unloads it again.</summary>
internal sealed class PluginProbe(JobPreparer preparer)
{
    /// <summary>Returns what the function saw. Runs plugin code: call it on a thread whose ambient state may be lost.</summary>
    /// <param name="folder">A verified plugin of the catalog.</param>
    /// <param name="catalog">Where required plugins are found.</param>
    /// <param name="findings">Takes what loading found against the plugin and what the function throws.</param>
    /// <param name="look">Makes something of a component that does not keep the plugin in memory.</param>
    public IReadOnlyList<T> Look<T>(
        PluginFolder folder,
        PluginCatalog catalog,
        FindingList findings,
        Func<ComponentRegistration, T> look)
    {
        var manifest = folder.Manifest!;
        var seen = new List<T>();
        var loading = new FindingList();
        using (var prepared = preparer.Prepare(ComponentJob.Of([(manifest.Id, manifest.Version, manifest.Provides[0])]), catalog, loading))
        {
            var plugin = prepared.Plugins.FirstOrDefault(plugin => plugin.Folder.Path == folder.Path);
            foreach (var component in plugin?.Components ?? [])
            {
                try
                {
                    seen.Add(look(component));
                }
                catch (Exception exception)
                {
                    var what = $"{component} has options that cannot be described: {exception.Message}";
                    findings.Error(FindingCodes.OptionsContract, folder.ManifestDisplay, what, cause: exception);
                }
            }
        }

        findings.AddOfProbe(loading);
        return seen;
    }
}
