using System.Security.Cryptography;

namespace PluginHost.Trust;

/// <summary>SHA-256 of files, as lower-case hexadecimal text.</summary>
internal static class FileHash
{
    public static string Of(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    public static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);
}
