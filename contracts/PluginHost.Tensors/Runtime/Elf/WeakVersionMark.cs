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

    /// <summary>Copies a library and marks the need in the copy where this machine cannot meet it. The copy replaces its target at once.</summary>
    /// <param name="source">The library as its package has it; never changed.</param>
    /// <param name="target">Where the copy goes. May be the source itself: a file that shares its content with another name is replaced, not written.</param>
    /// <returns>Whether the copy has the need marked.</returns>
    /// <exception cref="ElfException">The source is damaged.</exception>
    internal static bool Place(string source, string target)
    {
        var unmet = Unmet(source);
        var fresh = $"{target}.{Environment.ProcessId}.new";
        try
        {
            File.Copy(source, fresh, overwrite: true);
            if (unmet is { } need)
            {
                Mark(fresh, need);
            }
            File.Move(fresh, target, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
        using var placed = ElfFile.Open(target);
        return Find(placed) is { IsWeak: true };
    }

    /// <summary>The need, where the library has it unmarked and this machine's libstdc++ lacks the version; else null.</summary>
    /// <exception cref="ElfException">The library is damaged.</exception>
    internal static VersionNeed? Unmet(string library)
    {
        using var file = ElfFile.Open(library);
        return Find(file) is { IsWeak: false } need && !IsDefinedHere() ? need : null;
    }

    /// <summary>Whether the library has the need marked as weak; null where it has no such need.</summary>
    internal static bool? IsMarked(string library)
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

    /// <summary>Writes the mark into a file that nobody else has open.</summary>
    internal static void Mark(string path, VersionNeed need)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        Span<byte> flags = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(need.Flags | ElfFile.WeakVersion));
        RandomAccess.Write(handle, flags, need.FlagsOffset);
    }

    internal static VersionNeed? Find(ElfFile file)
    {
        foreach (var need in file.VersionNeeds())
        {
            if (need.Library == Library && need.Version == Version)
            {
                return need;
            }
        }
        return null;
    }
}
