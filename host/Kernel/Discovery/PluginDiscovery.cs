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
        var folders = directories.SelectMany(directory => findings.Take(FoldersIn(directory, FindingSeverity.Error))).ToArray();
        var (kept, shadowed) = findings.Take(Read(folders));
        return new PluginCatalog(kept) { Shadowed = shadowed, Findings = findings };
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

        var folders = named.SelectMany(directory => findings.Take(FoldersIn(directory, FindingSeverity.Error)))
            .Concat(findings.Take(layout.PluginPath(project)).SelectMany(directory => findings.Take(FoldersIn(directory, FindingSeverity.Warning))))
            .ToArray();
        var (kept, shadowed) = findings.Take(Read(folders));
        return new PluginCatalog(kept) { Shadowed = shadowed, Findings = findings };
    }

    private static Result<(List<PluginFolder> Kept, List<PluginFolder> Shadowed)> Read(IReadOnlyList<string> folders)
    {
        var plugins = folders.Distinct(StringComparer.Ordinal).Select(Read).ToList();
        var findings = new FindingList();
        // Nobody knows which plugin that is, so a job that wants it would hear of a missing one.
        foreach (var reported in plugins.Where(plugin => plugin.Manifest is null).SelectMany(plugin => plugin.Findings.All))
            if (reported.Trace is not null) findings.Add(reported.Finding with { Severity = FindingSeverity.Warning }, reported.Trace);
        return new(WithoutShadowed(plugins), findings);
    }

    private static Result<IReadOnlyList<string>> FoldersIn(string directory, FindingSeverity severity)
    {
        var findings = new FindingList();
        if (IsPlugin(directory)) return new([Final(directory)], findings);
        var folders = new List<string>();
        foreach (var below in findings.Take(ReadableFolder.Below(directory, severity)))
        {
            if (IsPlugin(below)) folders.Add(Final(below));
            else findings.AddRange(ReadableFolder.Check(below, FindingSeverity.Warning));
        }

        folders.Sort(StringComparer.Ordinal);
        return new(folders, findings);
    }

    private static bool IsPlugin(string directory) => File.Exists(Path.Combine(directory, ManifestReader.FileName));

    private static string Final(string directory) =>
        Path.TrimEndingDirectorySeparator(
            Path.GetFullPath(new DirectoryInfo(directory).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? directory));

    /// <summary>Reads the manifest of one folder.</summary>
    public static PluginFolder Read(string folder)
    {
        var (manifest, findings) = ManifestReader.Read(folder);
        var plugin = new PluginFolder { Path = folder, Manifest = manifest, Findings = findings };
        if (manifest is null) plugin.Fault(findings);
        return plugin;
    }

    private static (List<PluginFolder> Kept, List<PluginFolder> Shadowed) WithoutShadowed(IEnumerable<PluginFolder> plugins)
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

        return (kept, shadowed);
    }
}
