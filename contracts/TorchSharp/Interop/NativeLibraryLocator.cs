using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Finds libpluginhost_torch.so and remembers where it looked.</summary>
internal static class NativeLibraryLocator
{
    internal const string Name = "pluginhost_torch";
    private const string FileName = "libpluginhost_torch.so";
    private static readonly Lock s_lock = new();
    private static readonly List<string> s_trace = [];
    private static IntPtr s_handle;
    private static bool s_installed;

    /// <summary>Where the library came from, or null before it is loaded.</summary>
    internal static string? LoadedFrom { get; private set; }

    /// <summary>One line per place that was tried, in order.</summary>
    internal static IReadOnlyList<string> Trace
    {
        get
        {
            lock (s_lock)
            {
                return [.. s_trace];
            }
        }
    }

    internal static void Install()
    {
        lock (s_lock)
        {
            if (!s_installed)
            {
                s_installed = true;
                NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLocator).Assembly, Resolve);
            }
        }
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (!string.Equals(name, Name, StringComparison.Ordinal))
        {
            return IntPtr.Zero;
        }

        lock (s_lock)
        {
            return s_handle != IntPtr.Zero ? s_handle : s_handle = Load(assembly);
        }
    }

    private static IntPtr Load(Assembly assembly)
    {
        WaitPolicy.SetBeforeLoading();
        s_trace.Clear();
        foreach (var candidate in Candidates(assembly).Distinct(StringComparer.Ordinal))
        {
            if (!File.Exists(candidate))
            {
                s_trace.Add($"{candidate}: not there");
                continue;
            }

            try
            {
                var handle = NativeLibrary.Load(candidate);
                LoadedFrom = candidate;
                s_trace.Add($"{candidate}: loaded");
                return handle;
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                s_trace.Add($"{candidate}: {e.Message}");
            }
        }

        throw new DllNotFoundException(
            "The tensor layer's native library could not be loaded. Run `bash host/run.sh` (it installs libtorch and builds the library), "
            + "or build it with `bash contracts/TorchSharp/native/build.sh` and point PLUGINHOST_TORCH_SHIM at it. Tried:\n  "
            + string.Join("\n  ", s_trace));
    }

    private static IEnumerable<string> Candidates(Assembly assembly)
    {
        var named = Environment.GetEnvironmentVariable("PLUGINHOST_TORCH_SHIM");
        if (!string.IsNullOrEmpty(named))
        {
            yield return Directory.Exists(named) ? Path.Combine(named, FileName) : named;
        }

        if (!string.IsNullOrEmpty(assembly.Location))
        {
            yield return Path.Combine(Path.GetDirectoryName(assembly.Location)!, FileName);
        }

        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        // Where the build puts a package's natives.
        var platform = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", platform, "native", FileName);
        yield return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "shared", FileName));
    }
}
