using System.Buffers.Binary;
using System.Text;

namespace PluginHost.Tensors.Runtime.Elf;

/// <summary>Finds a library where the dynamic loader would take it from.</summary>
internal static class LoaderSearch
{
    private const string Cache = "/etc/ld.so.cache";
    private static readonly string[] _usualFolders =
        ["/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib"];

    /// <summary>
    /// The file: the one that this process has loaded already, else the first in LD_LIBRARY_PATH, the loader's cache and the usual folders.
    /// </summary>
    /// <param name="soName">The library, such as <c>libstdc++.so.6</c>.</param>
    /// <returns>A path that exists; null where there is none.</returns>
    internal static string? Find(string soName) =>
        Loaded(soName)
        ?? InFolders(soName, (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "").Split(':', ';'))
        ?? (File.Exists(Cache) && new FileInfo(Cache).Length < 64 << 20 ? InCache(soName, File.ReadAllBytes(Cache)) : null)
        ?? InFolders(soName, _usualFolders);

    /// <summary>The file of a library that this process has loaded; null where it has not.</summary>
    /// <param name="prefix">How its file name begins.</param>
    internal static string? Loaded(string prefix)
    {
        const string Maps = "/proc/self/maps";
        if (!File.Exists(Maps)) return null;
        foreach (var line in File.ReadLines(Maps))
        {
            var at = line.IndexOf('/', StringComparison.Ordinal);
            var path = at < 0 ? "" : line[at..];
            if (Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal) && File.Exists(path)) return path;
        }
        return null;
    }

    /// <summary>Looks a library up in the content of <c>ld.so.cache</c> (format 1.1; glibc, elf/cache.c).</summary>
    internal static string? InCache(string soName, byte[] cache)
    {
        const int HeaderSize = 48, EntrySize = 24, ElfOfX64 = 0x0303;
        var start = cache.AsSpan().IndexOf("glibc-ld.so.cache1.1"u8);
        if (start < 0 || cache.Length - start < HeaderSize) return null;
        var body = cache.AsSpan(start);
        long count = BinaryPrimitives.ReadUInt32LittleEndian(body[20..]);
        for (long i = 0; i < count && HeaderSize + ((i + 1) * EntrySize) <= body.Length; i++)
        {
            var entry = body[(int)(HeaderSize + (i * EntrySize))..];
            if (BinaryPrimitives.ReadInt32LittleEndian(entry) == ElfOfX64
                && Text(body, BinaryPrimitives.ReadUInt32LittleEndian(entry[4..])) == soName
                && Text(body, BinaryPrimitives.ReadUInt32LittleEndian(entry[8..])) is { Length: > 0 } path
                && File.Exists(path))
            {
                return path;
            }
        }
        return null;
    }

    private static string? InFolders(string soName, IEnumerable<string> folders) =>
        folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, soName)).FirstOrDefault(File.Exists);

    private static string? Text(ReadOnlySpan<byte> body, uint at)
    {
        if (at >= body.Length) return null;
        var rest = body[(int)at..];
        var length = rest.IndexOf((byte)0);
        return length < 0 ? null : Encoding.UTF8.GetString(rest[..length]);
    }
}
