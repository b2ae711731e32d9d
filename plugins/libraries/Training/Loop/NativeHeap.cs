using System.Runtime.InteropServices;

namespace PluginHost.Training;

/// <summary>
/// Gives back to the system what glibc's allocator holds in holes between blocks that are in use: steps and tests leave holes of other sizes, which
/// would add up.
/// </summary>
/// <param name="interval">How long it is left alone after that; walking its lists takes milliseconds, touching pages anew tens of them.</param>
internal sealed class NativeHeap(TimeSpan interval)
{
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>As often as it costs next to nothing.</summary>
    public NativeHeap()
        : this(TimeSpan.FromSeconds(5))
    {
    }

    /// <summary>Gives it back, unless that was done a moment ago.</summary>
    public void Trim()
    {
        if (Stopwatch.GetElapsedTime(_last) < interval) return;
        _last = Stopwatch.GetTimestamp();
        try
        {
            _ = Trim(0);
        }
        catch (TypeLoadException)
        {
            // Another system or C library, which has other ways.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nint keep);
}
