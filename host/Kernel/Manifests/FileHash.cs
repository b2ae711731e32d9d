using System.Security.Cryptography;
using System.Text;

namespace PluginHost.Manifests;

/// <summary>SHA-256 of files, as lower-case hexadecimal text.</summary>
internal static class FileHash
{
    /// <summary>
    /// The hash of a file; of a link, that of where it points: its target has a hash of its own, or is not of the plugin.
    /// </summary>
    public static string Of(string file)
    {
        if (new FileInfo(file).LinkTarget is { } target) return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target)));
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    public static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);
}
