using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using PluginHost.Tensors.Runtime.Elf;

namespace PluginHost.Tensors.Runtime;

/// <summary>
/// Tells the .NET runtime where the native libraries of the shared assemblies lie. It asks when they are not beside the assembly, which is
/// at TorchSharp's first use; libtorch is then loaded before what links to it, since the loader takes what is loaded already.
/// </summary>
internal static unsafe class NativeResolver
{
    private static readonly Lock _gate = new();
    private static readonly Dictionary<string, nint> _loaded = new(StringComparer.Ordinal);
    private static string? _folder;
    private static LibtorchFolder? _libtorch;
    private static string? _shim;
    private static int _threads;
    private static string? _failure;

    /// <summary>The libtorch that is or will be loaded; null before <see cref="Install"/>, or where there is none.</summary>
    internal static LibtorchFolder? Libtorch => _libtorch;

    /// <summary>Starts to answer. The first call decides.</summary>
    /// <param name="sharedNative">The folder <c>native</c> of the shared assemblies.</param>
    /// <param name="libtorch">The libtorch to load; null where none was found.</param>
    /// <param name="shim"><c>libLibTorchSharp.so</c>; null where it was not found.</param>
    /// <param name="fault">Why nothing may be loaded; null where nothing speaks against it.</param>
    /// <param name="threads">The number of compute threads; 0 leaves it to libtorch.</param>
    internal static void Install(string sharedNative, LibtorchFolder? libtorch, string? shim, string? fault, int threads)
    {
        lock (_gate)
        {
            if (_folder is not null) return;
            (_folder, _libtorch, _shim, _threads) = (sharedNative, libtorch, shim, threads);
            _failure = fault;
        }
        var context = AssemblyLoadContext.GetLoadContext(typeof(NativeResolver).Assembly) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += Resolve;

        // The .NET runtime asks the system's loader before it asks here, so that a libtorch of the system would win. What is loaded
        // already comes first of all.
        if (fault is null && LoaderSearch.Find(LibtorchFolder.Core) is not null) TryLoad(out _);
    }

    /// <summary>Loads libtorch and TorchSharp's native library, once.</summary>
    /// <param name="failure">The loader's words where that fails; else empty.</param>
    /// <returns>Whether they are loaded; true also where nothing was installed, as TorchSharp then finds its libraries itself.</returns>
    internal static bool TryLoad(out string failure)
    {
        lock (_gate)
        {
            if (_folder is not null && _failure is null)
                _failure = _libtorch is null || _shim is null ? "libtorch was not found" : Load([.. _libtorch.Files, _shim]);
            failure = _failure ?? "";
            return failure.Length == 0;
        }
    }

    /// <summary>A function of libtorch by its mangled name; 0 where it is absent or libtorch is not loaded.</summary>
    internal static nint Export(string name)
    {
        lock (_gate)
        {
            if (!_loaded.TryGetValue(LibtorchFolder.Core, out var core)
                && !(LoaderSearch.Loaded(LibtorchFolder.Core) is { } path && NativeLibrary.TryLoad(path, out core)))
            {
                return 0;
            }
            return NativeLibrary.TryGetExport(core, name, out var address) ? address : 0;
        }
    }

    private static nint Resolve(Assembly assembly, string name)
    {
        var file = name.StartsWith("lib", StringComparison.Ordinal) ? name : $"lib{name}";
        file = file.EndsWith(".so", StringComparison.Ordinal) ? file : $"{file}.so";
        if (file == NativeShim.FileName || LibtorchFolder.Libraries.Contains(file, StringComparer.Ordinal))
        {
            TryLoad(out _);
            lock (_gate)
            {
                return _loaded.GetValueOrDefault(file);
            }
        }
        var beside = Path.Combine(_folder!, file);
        return File.Exists(beside) && NativeLibrary.TryLoad(beside, out var handle) ? handle : 0;
    }

    // The folder of libtorch is no folder that the loader searches: each library is named by its path, in the order of their needs.
    private static string Load(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            try
            {
                _loaded[Path.GetFileName(path)] = NativeLibrary.Load(path);
            }
            catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
            {
                return failure.Message.ReplaceLineEndings(" ").Trim();
            }
        }
        if (_loaded.TryGetValue(NativeShim.FileName, out var shim)) ScalarGuard.Install(shim);
        if (_threads > 0 && NativeLibrary.TryGetExport(_loaded[LibtorchFolder.Core], "_ZN2at15set_num_threadsEi", out var setThreads))
            ((delegate* unmanaged<int, void>)setThreads)(_threads);
        return "";
    }
}
