using PluginHost.Findings;
using PluginHost.Manifests;

namespace PluginHost.Discovery;

/// <summary>Every plugin that was found, in the order of the search.</summary>
internal sealed class PluginCatalog(IReadOnlyList<PluginFolder> plugins)
{
    public IReadOnlyList<PluginFolder> All => plugins;

    /// <summary>Further copies of versions that are found earlier; never used.</summary>
    public IReadOnlyList<PluginFolder> Shadowed { get; init; } = [];

    /// <summary>What kept the search from seeing everything: directories that are not there or cannot be read.</summary>
    public FindingList Findings { get; init; } = new();

    /// <summary>The plugins with a usable manifest.</summary>
    public IEnumerable<(PluginFolder Folder, PluginManifest Manifest)> Usable =>
        plugins.Where(plugin => plugin.Manifest is not null).Select(plugin => (plugin, plugin.Manifest!));

    public IEnumerable<string> Kinds =>
        Usable.SelectMany(plugin => plugin.Manifest.Provides).Select(component => component.Kind).Distinct(StringComparer.Ordinal);

    /// <summary>The versions of one plugin in the order of preference: releases before pre-releases, each highest first.</summary>
    public IEnumerable<(PluginFolder Folder, PluginManifest Manifest)> Versions(string id) =>
        Usable.Where(plugin => plugin.Manifest.Id == id)
            .OrderBy(plugin => plugin.Manifest.Version.IsPrerelease)
            .ThenByDescending(plugin => plugin.Manifest.Version);

    /// <summary>The ids of plugins that provide a component.</summary>
    public IEnumerable<string> ProvidersOf(string kind, string name) =>
        Usable.Where(plugin => plugin.Manifest.Provides.Any(provided => provided.Kind == kind && provided.Name == name))
            .Select(plugin => plugin.Manifest.Id)
            .Distinct(StringComparer.Ordinal);

    public IEnumerable<string> NamesOf(string kind) =>
        Usable.SelectMany(plugin => plugin.Manifest.Provides).Where(provided => provided.Kind == kind).Select(provided => provided.Name);
}
