using System.Globalization;
using System.Runtime.InteropServices;

namespace PluginHost.Tensors.Runtime;

/// <summary>What must be set before libtorch is loaded: OpenMP's runtime reads the environment once; the allocator's limits hold from then on.</summary>
internal static partial class ProcessVariables
{
    // A few microseconds: enough for the gap between most loops of a step. Two jobs at once lose a twentieth of their pace to it, and a lone
    // one gains as much; at 1000 two jobs lose a fifth.
    private const string Spins = "400";

    // Parameters of glibc's mallopt.
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3, ArenaMax = -8;

    /// <summary>
    /// Lets idle threads sleep soon, unless the user's environment says otherwise: threads that spin for long in two processes on the same
    /// cores slow each other down many times over, and threads that never spin are woken for every loop. Keeps freed memory in the process:
    /// a training step frees and takes the same hundreds of megabytes, and every return to the system costs page faults. Keeps it in two
    /// arenas: what one thread makes another frees, and with an arena for each thread the freed memory waits where nobody asks for it. Sets
    /// the number of threads.
    /// </summary>
    /// <param name="threads">The number of compute threads; 0 leaves it to OpenMP.</param>
    internal static void SetBeforeLoading(int threads)
    {
        if (WaitPolicy is null && SpinCount is null) Set("GOMP_SPINCOUNT", Spins);
        if (threads > 0) Set("OMP_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture));
        if (Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(name => name.StartsWith("MALLOC_", StringComparison.Ordinal))) return;
        SetAllocator(MmapThreshold, 32 << 20);
        SetAllocator(TrimThreshold, 128 << 20);
        SetAllocator(TopPad, 16 << 20);
        SetAllocator(ArenaMax, 2);
    }

    /// <summary>What native code of this process reads as GOMP_SPINCOUNT; null where it is not set.</summary>
    internal static string? SpinCount => Marshal.PtrToStringUTF8(GetVariable("GOMP_SPINCOUNT"));

    /// <summary>What native code of this process reads as OMP_WAIT_POLICY; null where it is not set.</summary>
    internal static string? WaitPolicy => Marshal.PtrToStringUTF8(GetVariable("OMP_WAIT_POLICY"));

    // Environment.SetEnvironmentVariable changes .NET's copy alone; native libraries read the process's own.
    private static void Set(string name, string value) => _ = SetVariable(name, value, overwrite: 1);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    private static void SetAllocator(int parameter, int value)
    {
        try
        {
            _ = Mallopt(parameter, value);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc: its allocator keeps its own limits.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Mallopt(int parameter, int value);

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetVariable(string name);
}
