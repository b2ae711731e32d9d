using System.Runtime.InteropServices;

namespace PluginHost.Cli;

/// <summary>
/// Settles how many arenas glibc's allocator has, from which libtorch takes its tensors. By default every thread may get one of its own, up to eight a
/// core. Tensors come and go on the threads of training, loaders and tests by turns, so that each arena keeps holes as large as the others
/// use: the default job held twice of what it has in one.
/// </summary>
internal static class NativeAllocator
{
    // The number of this setting in malloc.h.
    private const int ArenaMax = -8;

    /// <summary>Lets no more arenas come, before the process has threads of its own; whoever settles it from outside is left alone.</summary>
    /// <returns>Whether it was settled: not on other systems, other C libraries, or where the environment settles it.</returns>
    public static bool Settle()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(Settles)) return false;
        try
        {
            return Set(ArenaMax, 1) == 1;
        }
        catch (TypeLoadException)
        {
            return false;
        }
    }

    /// <summary>Whether an environment variable settles the allocator, or puts another one in its place.</summary>
    /// <param name="variable">Its name.</param>
    internal static bool Settles(string variable) =>
        variable.StartsWith("MALLOC_", StringComparison.Ordinal) || variable is "GLIBC_TUNABLES" or "LD_PRELOAD";

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int parameter, int value);
}
