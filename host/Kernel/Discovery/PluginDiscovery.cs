using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Layout;
using PluginHost.Manifests;

namespace PluginHost.Discovery;

/// <summary>Finds plugin folders. Reads manifests only; nothing of a plugin is loaded or executed.</summary>
internal static class PluginDiscovery
{
    /// <summary>
    /// Looks in each directory: it is a plugin folder itself or holds plugin folders. Earlier directories win over later ones. A directory
    /// that cannot be read is an error among the catalog's findings.
    /// </summary>
    public static PluginCatalog Discover(IEnumerable<string> directories)
    {
        var findings = new FindingList();
        return Read(directories.SelectMany(directory => FoldersIn(directory, findings, FindingSeverity.Error)), findings);
    }

    /// <summary>Looks in the directories that were named, then where an installation has its plugins.</summary>
    /// <param name="layout">The installation.</param>
    /// <param name="named">Directories that somebody named, absolute: one that is not there is an error.</param>
    /// <param name="project">The folder of the job or project, absolute.</param>
    public static PluginCatalog Discover(HostLayout layout, IReadOnlyList<string> named, string project)
    {
        var findings = new FindingList();
        findings.AddRange(layout.Findings);
        foreach (var missing in named.Where(directory => !Directory.Exists(directory)))
        {
            findings.Error(
                FindingCodes.PluginDirectoryMissing,
                "--plugins",
                $"there is no directory '{Json.LocatedJson.DisplayName(missing)}'",
                "a directory of plugins, or a plugin's own folder");
        }

        var folders = named.SelectMany(directory => FoldersIn(directory, findings, FindingSeverity.Error))
            .Concat(layout.PluginPath(project, findings).SelectMany(directory => FoldersIn(directory, findings, FindingSeverity.Warning)));
        return Read(folders, findings);
    }

    private static PluginCatalog Read(IEnumerable<string> folders, FindingList findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var plugins = new List<PluginFolder>();
        foreach (var folder in folders)
        {
            if (!seen.Add(folder)) continue;
            var plugin = Read(folder);
            plugins.Add(plugin);
            // Nobody knows which plugin that is, so a job that wants it would hear of a missing one.
            foreach (var reported in plugin.Findings.All.Where(reported => plugin.Manifest is null && reported.Trace is not null))
                findings.Add(reported.Finding with { Severity = FindingSeverity.Warning }, reported.Trace);
        }

        return WithoutShadowed(plugins, findings);
    }

    private static IReadOnlyList<string> FoldersIn(string directory, FindingList findings, FindingSeverity severity)
    {
        if (IsPlugin(directory)) return [Final(directory)];
        var folders = new List<string>();
        foreach (var below in ReadableFolder.Below(directory, findings, severity))
        {
            if (IsPlugin(below)) folders.Add(Final(below));
            else ReadableFolder.Check(below, findings, FindingSeverity.Warning);
        }

        folders.Sort(StringComparer.Ordinal);
        return folders;
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

    private static PluginCatalog WithoutShadowed(List<PluginFolder> plugins, FindingList findings)
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

        return new PluginCatalog(kept) { Shadowed = shadowed, Findings = findings };
    }
}
