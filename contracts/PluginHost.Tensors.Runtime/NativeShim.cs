using PluginHost.Contracts;
using PluginHost.Tensors.Runtime.Elf;

namespace PluginHost.Tensors.Runtime;

/// <summary>
/// <c>libLibTorchSharp.so</c>, between TorchSharp and libtorch, in a form that this machine can load. The build marks it for the machine of
/// the build; a published or installed copy may run on another one, so that it is looked at again.
/// </summary>
/// <param name="Path">The file to load.</param>
/// <param name="IsMarked">Whether its need of a newer libstdc++ is marked as weak.</param>
internal sealed record NativeShim(string Path, bool IsMarked)
{
    /// <summary>Its file name.</summary>
    internal const string FileName = "libLibTorchSharp.so";

    /// <summary>Finds it and marks it if need be: in place, or in a copy in the user's cache where the folder cannot be written.</summary>
    /// <param name="sharedNative">The folder <c>native</c> of the shared assemblies.</param>
    /// <param name="isDefined">Whether this machine's libstdc++ has the version; asked only where the library needs it.</param>
    /// <param name="fault">Why it cannot be used; else null.</param>
    internal static NativeShim? Find(string sharedNative, Func<bool> isDefined, out Finding? fault)
    {
        fault = null;
        var shared = System.IO.Path.Combine(sharedNative, FileName);
        var cached = LibtorchFolder.InPackageCache(Packages.TorchSharp) is { } cache ? System.IO.Path.Combine(cache, FileName) : null;
        var found = File.Exists(shared) ? shared : File.Exists(cached) ? cached : null;
        if (found is null)
        {
            fault = new Finding
            {
                Code = "TS0103",
                Where = "TorchSharp",
                What = $"{FileName} was not found: neither {shared} nor "
                    + $"{cached ?? "one in the package cache, which is not known without HOME,"} exists.",
                Fix = "Build contracts/PluginHost.Tensors, or install the host again.",
            };
            return null;
        }
        try
        {
            // What the package cache holds belongs to every project of the user and stays as it is.
            return WeakVersionMark.IsWeak(found) is not false || isDefined() ? new NativeShim(found, WeakVersionMark.IsWeak(found) ?? false)
                : found == shared && TryPlace(found, found) ? new NativeShim(found, IsMarked: true)
                : new NativeShim(PlaceInCache(found), IsMarked: true);
        }
        catch (Exception failure) when (failure is ElfException or IOException or UnauthorizedAccessException)
        {
            fault = new Finding
            {
                Code = "TS0104",
                Where = found,
                What = $"TorchSharp's native library cannot be used: {failure.Message}.",
                Fix = "Build contracts/PluginHost.Tensors again, or install the host again.",
            };
            return null;
        }
    }

    private static string PlaceInCache(string source)
    {
        var file = new FileInfo(source);
        var folder = UserCache.Folder("torchsharp", Packages.TorchSharp.Version, $"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}")
            ?? throw new IOException($"{source} must be changed and cannot be written, and without HOME there is no cache for a copy");
        var target = System.IO.Path.Combine(folder, FileName);
        if (!File.Exists(target) || WeakVersionMark.IsWeak(target) is not true)
        {
            Directory.CreateDirectory(folder);
            WeakVersionMark.Place(source, target, mark: true);
        }
        return target;
    }

    private static bool TryPlace(string source, string target)
    {
        try
        {
            WeakVersionMark.Place(source, target, mark: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
