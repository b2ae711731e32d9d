using System.Buffers.Binary;

namespace PluginHost.Tensors.Runtime.Elf;

/// <summary>
/// The one version need of <c>libLibTorchSharp.so</c> that Debian 12 and Ubuntu 22.04 cannot meet. It was linked with GCC 13 and asks for
/// GLIBCXX_3.4.32 of libstdc++. The only symbol with that version is a marker that no code refers to (<c>ios_base_library_init</c>), so the
/// loader may pass over it where it is absent: that is what a weak need says.
/// </summary>
internal static class WeakVersionMark
{
    /// <summary>The library of the version.</summary>
    internal const string Library = "libstdc++.so.6";

    /// <summary>The version.</summary>
    internal const string Version = "GLIBCXX_3.4.32";

    /// <summary>Copies a library, with the need marked where that is asked. The copy replaces its target at once.</summary>
    /// <param name="source">The library as its package has it; never changed.</param>
    /// <param name="target">Where the copy goes. May be the source itself: what shares its content under another name keeps it.</param>
    /// <param name="mark">Whether to mark the need.</param>
    /// <exception cref="ElfException">The source is damaged.</exception>
    internal static void Place(string source, string target, bool mark)
    {
        var fresh = $"{target}.{Environment.ProcessId}.new";
        try
        {
            // The content alone: a package's file may be write-protected, and its copy would be too.
            File.WriteAllBytes(fresh, File.ReadAllBytes(source));
            if (mark) Mark(fresh);
            File.Move(fresh, target, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }

    /// <summary>Whether the library has the need marked as weak; null where it has no such need.</summary>
    /// <exception cref="ElfException">The library is damaged.</exception>
    internal static bool? IsWeak(string library)
    {
        using var file = ElfFile.Open(library);
        return Find(file)?.IsWeak;
    }

    /// <summary>Whether this machine's libstdc++ defines the version. Where no libstdc++ is found, it counts as lacking it.</summary>
    internal static bool IsDefinedHere()
    {
        try
        {
            return LoaderSearch.Find(Library) is { } path && Defines(path);
        }
        catch (Exception failure) when (failure is ElfException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a libstdc++ defines the version.</summary>
    internal static bool Defines(string libstdcxx)
    {
        using var file = ElfFile.Open(libstdcxx);
        return file.VersionDefinitions().Contains(Version, StringComparer.Ordinal);
    }

    private static void Mark(string path)
    {
        VersionNeed? need;
        using (var file = ElfFile.Open(path))
        {
            need = Find(file);
        }
        if (need is { IsWeak: false })
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
            Span<byte> flags = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(need.Flags | ElfFile.WeakVersion));
            RandomAccess.Write(handle, flags, need.FlagsOffset);
        }
    }

    private static VersionNeed? Find(ElfFile file)
    {
        foreach (var need in file.VersionNeeds())
        {
            if (need.Library == Library && need.Version == Version) return need;
        }
        return null;
    }
}
