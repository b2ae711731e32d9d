using System.Security.Cryptography;
using System.Text;

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
