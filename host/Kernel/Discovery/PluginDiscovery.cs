using PluginHost.Findings;
using PluginHost.Manifests;

namespace PluginHost.Discovery;

/// <summary>Finds plugin folders. Reads manifests only; nothing of a plugin is loaded or executed.</summary>
internal static class PluginDiscovery
{
    /// <summary>
    /// Looks in each directory: it is a plugin folder itself or holds plugin folders. Earlier directories win over later ones.
    /// </summary>
    public static PluginCatalog Discover(IEnumerable<string> directories)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var plugins = new List<PluginFolder>();
        foreach (var folder in directories.SelectMany(FoldersIn))
        {
            if (seen.Add(folder)) plugins.Add(Read(folder));
        }

        return WithoutShadowed(plugins);
    }

    private static IEnumerable<string> FoldersIn(string directory)
    {
        if (IsPlugin(directory)) return [Final(directory)];
        try
        {
            return Directory.Exists(directory)
                ? [.. Directory.EnumerateDirectories(directory).Where(IsPlugin).Select(Final).Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsPlugin(string directory) => File.Exists(Path.Combine(directory, ManifestReader.FileName));

    private static string Final(string directory) =>
        Path.TrimEndingDirectorySeparator(
            Path.GetFullPath(new DirectoryInfo(directory).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? directory));

    /// <summary>Reads the manifest of one folder.</summary>
    public static PluginFolder Read(string folder)
    {
        var findings = new FindingList();
        var manifest = ManifestReader.Read(folder, findings);
        var plugin = new PluginFolder { Path = folder, Manifest = manifest, Findings = findings };
        if (manifest is null) plugin.Fault(findings);
        return plugin;
    }

    private static PluginCatalog WithoutShadowed(List<PluginFolder> plugins)
    {
        var (kept, shadowed) = (new List<PluginFolder>(), new List<PluginFolder>());
        foreach (var plugin in plugins)
        {
            var first = kept.Find(
                known => plugin.Manifest is { } mine && known.Manifest?.Id == mine.Id && known.Manifest.Version == mine.Version);
            if (first is null)
            {
                kept.Add(plugin);
                continue;
            }

            shadowed.Add(new PluginFolder { Path = plugin.Path, Manifest = plugin.Manifest, ShadowedBy = first.Path });
            first.Findings.Warn(
                FindingCodes.ShadowedPlugin,
                first.ManifestDisplay,
                $"{plugin} also lies in {plugin.Path}; that copy is not used");
        }

        return new PluginCatalog(kept) { Shadowed = shadowed };
    }
}
