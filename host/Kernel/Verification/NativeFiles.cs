using System.Buffers.Binary;

namespace PluginHost.Verification;

/// <summary>The native libraries among a plugin's files, told by how the files begin.</summary>
internal static class NativeFiles
{
    private const uint Elf = 0x464C457F;
    private const uint MachO = 0xFEEDFACF;
    private static readonly string[] Extensions = [".so", ".dll", ".dylib"];

    /// <summary>Paths relative to the folder.</summary>
    public static IReadOnlyList<string> In(string folder) => [.. Trust.PluginFiles.In(folder).Where(file => IsNative(folder, file))];

    /// <summary>Those of Linux only, which is quicker to tell.</summary>
    public static IEnumerable<string> OfLinux(string folder) =>
        Trust.PluginFiles.In(folder).Where(file => file.Contains(".so", StringComparison.Ordinal) && IsNative(folder, file));

    private static bool IsNative(string folder, string file)
    {
        // Versioned names such as libfoo.so.1.2 count as well.
        if (!Extensions.Contains(Path.GetExtension(file)) && !file.Contains(".so.", StringComparison.Ordinal)) return false;
        var path = Path.Combine(folder, file);
        if (new FileInfo(path).LinkTarget is not null) return false;
        Span<byte> start = stackalloc byte[4];
        using (var stream = File.OpenRead(path))
        {
            if (stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4) return false;
        }

        var magic = BinaryPrimitives.ReadUInt32LittleEndian(start);
        return magic is Elf or MachO || (start[..2].SequenceEqual("MZ"u8) && ManagedFile.TryRead(path) is null);
    }
}
