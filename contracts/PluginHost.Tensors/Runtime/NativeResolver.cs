using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using PluginHost.Tensors.Runtime.Elf;

namespace PluginHost.Tensors.Runtime;

/// <summary>
/// Answers the .NET runtime where a shared assembly's native libraries lie. It is asked when they are not beside the assembly, which is at
/// TorchSharp's first use; libtorch is then loaded before what links to it.
/// </summary>
internal static class NativeResolver
{
    private static readonly Lock _gate = new();
    private static string? _folder;

    /// <summary>Starts to answer. The first call decides.</summary>
    /// <param name="folder">The folder with <c>libLibTorchSharp.so</c> and libtorch.</param>
    internal static void Install(string folder)
    {
        lock (_gate)
        {
            if (_folder is not null)
            {
                return;
            }
            _folder = folder;
        }
        var context = AssemblyLoadContext.GetLoadContext(typeof(NativeResolver).Assembly) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += Resolve;

        // The runtime asks the loader by the bare name first, and a libtorch of the system would be found there. A library that is
        // already loaded comes before that.
        if (LoaderSearch.Find("libtorch_cpu.so") is not null)
        {
            Load("torch_cpu");
        }
    }

    private static nint Resolve(Assembly assembly, string name) => Load(name);

    private static nint Load(string name)
    {
        var path = Path.Combine(_folder!, name.StartsWith("lib", StringComparison.Ordinal) ? name : $"lib{name}");
        path = path.EndsWith(".so", StringComparison.Ordinal) ? path : path + ".so";
        return File.Exists(path) && NativeLibrary.TryLoad(path, out var handle) ? handle : 0;
    }
}
