using System.Security.Cryptography;
using System.Text;
using PluginHost.Manifests;

namespace PluginHost.Trust;

/// <summary>
/// One SHA-256 that stands for a whole plugin folder: of the lines <c>path TAB sha256 LF</c> of all its files, manifest included, in
/// ordinal order of the paths. The same for a folder, its package and the installed copy.
/// </summary>
internal static class ContentHash
{
    public static string Of(string folder) => Of(PluginFiles.In(folder).Select(file => (file, FileHash.Of(Path.Combine(folder, file)))));

    public static string Of(IEnumerable<(string Path, string Hash)> files)
    {
        var lines = new StringBuilder();
        foreach (var (path, hash) in files.OrderBy(file => file.Path, StringComparer.Ordinal)) lines.Append($"{path}\t{hash}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }
}

/// <summary>The files of a plugin folder. Folders behind links are not entered, so that a circle of links cannot hold the host.</summary>
internal static class PluginFiles
{
    /// <summary>Paths relative to the folder with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> In(string folder)
    {
        var files = new List<string>();
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        while (folders.TryPop(out var next))
        {
            foreach (var entry in next.EnumerateFileSystemInfos())
            {
                if (entry is FileInfo || entry.LinkTarget is not null) files.Add(Relative(folder, entry.FullName));
                else if (entry is DirectoryInfo below) folders.Push(below);
            }
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static string Relative(string folder, string file) =>
        Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
}
