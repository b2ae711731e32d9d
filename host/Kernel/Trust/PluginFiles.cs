namespace PluginHost.Trust;

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
