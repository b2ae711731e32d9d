using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Packages;

namespace PluginHost.Stores;

/// <summary>Copies a plugin folder under the same rules that packages have: plain paths, no links, nothing immense.</summary>
internal static class FolderCopy
{
    /// <summary>Copies; nothing is copied if there are findings.</summary>
    public static FindingList Copy(string folder, string target, ArchiveLimits limits)
    {
        var findings = new FindingList();
        var files = new List<(string Path, FileInfo File)>();
        var faults = new List<string>();
        var (total, entries) = (0L, 0);
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        while (folders.TryPop(out var next) && faults.Count < 20)
        {
            foreach (var entry in next.EnumerateFileSystemInfos())
            {
                var path = Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (++entries > limits.Entries) break;
                var shown = PackagePath.Shown(path);
                if (entry.LinkTarget is not null) faults.Add($"'{shown}' is a symbolic link");
                else if (PackagePath.Fault(path, limits.PathLength) is { } fault) faults.Add($"the path '{shown}' {fault}");
                else if (entry is DirectoryInfo below) folders.Push(below);
                else if (entry is FileInfo file)
                {
                    files.Add((path, file));
                    total += file.Length;
                }
            }
        }

        if (entries > limits.Entries) faults.Add($"it has more than {limits.Entries} entries");
        if (total > limits.TotalBytes) faults.Add($"it has {total} bytes, more than {limits.TotalBytes}");
        foreach (var fault in faults)
            findings.Error(FindingCodes.PackageUnsafe, LocatedJson.DisplayName(folder), $"the folder is not copied: {fault}");
        if (faults.Count > 0) return findings;
        foreach (var (path, file) in files)
        {
            var copy = Path.Combine(target, path);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }

        return findings;
    }
}
