using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Verification;

/// <summary>
/// Looks at the files of the folder: copies of shared assemblies and natives, links that lead outside, references that nothing satisfies.
/// </summary>
internal sealed class FolderVerifier : IPluginVerifier
{
    private static readonly string FrameworkDirectory = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public IEnumerable<Finding> Verify(PluginUnderTest plugin) => [.. Links(plugin), .. Copies(plugin), .. Natives(plugin), .. References(plugin)];

    private static IEnumerable<Finding> Links(PluginUnderTest plugin)
    {
        var folders = new Stack<string>([plugin.Folder.Path]);
        while (folders.TryPop(out var folder))
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (entry.LinkTarget is null)
                {
                    if (entry is DirectoryInfo) folders.Push(entry.FullName);
                    continue;
                }

                var target = Target(entry);
                if (target is not null && plugin.IsInside(target)) continue;
                var name = Path.GetRelativePath(plugin.Folder.Path, entry.FullName);
                yield return plugin.Error(
                    FindingCodes.PathEscape,
                    name,
                    $"the link '{name}' leads out of the plugin's folder",
                    "files of its own only");
            }
        }
    }

    private static string? Target(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static IEnumerable<Finding> Copies(PluginUnderTest plugin) =>
        plugin.Assemblies.Where(file => plugin.Shared.Contains(file.Name)).Select(file => plugin.Warning(
            FindingCodes.SharedCopy,
            Path.GetFileName(file.Path),
            $"the folder holds a copy of {file.Name}, which the host shares; the copy is ignored",
            "Reference it with Private=\"false\" and ExcludeAssets=\"runtime\"."));

    /// <summary>
    /// Native libraries that shared assemblies use: these find their own, and a second copy only costs disk and, if the plugin calls it by
    /// hand, memory.
    /// </summary>
    private static IEnumerable<Finding> Natives(PluginUnderTest plugin)
    {
        var copies = NativeFiles.OfLinux(plugin.Folder.Path).Where(file => plugin.Shared.HasNative(Path.GetFileName(file))).ToArray();
        if (copies.Length == 0) yield break;
        yield return plugin.Warning(
            FindingCodes.SharedCopy,
            copies[0],
            $"the folder holds native libraries that the host shares: {string.Join(", ", copies.Select(Path.GetFileName).Distinct())}; "
                + "shared assemblies use the host's",
            "Reference their package with ExcludeAssets=\"native\".");
    }

    private static IEnumerable<Finding> References(PluginUnderTest plugin)
    {
        if (plugin.Entry is not { } entry) return [];
        var known = plugin.Assemblies.Select(file => file.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return entry.References
            .Where(reference => !known.Contains(reference.Name) && !plugin.Shared.Contains(reference.Name))
            .Where(reference => !File.Exists(Path.Combine(FrameworkDirectory, reference.Name + ".dll")))
            .Where(reference => plugin.Manifest.Requires.Count == 0)
            .Select(reference => plugin.Warning(
                FindingCodes.MissingReference,
                Path.GetFileName(entry.Path),
                $"it refers to {reference.Name} {reference.Version}, which is neither in the folder nor shared nor part of .NET",
                "Publish the plugin with its dependencies (EnableDynamicLoading=true)."));
    }
}
