using System.Globalization;
using System.Runtime.InteropServices;

namespace PluginHost.Tensors.Runtime;

/// <summary>What OpenMP's runtime reads of the environment, once, when libtorch is loaded.</summary>
internal static partial class ProcessVariables
{
    /// <summary>
    /// Lets idle threads sleep, unless the user's environment says otherwise: spinning threads of two processes on the same cores slow each
    /// other down many times over, and sleeping ones cost a lone process nothing that could be measured. Sets the number of threads.
    /// </summary>
    /// <param name="threads">The number of compute threads; 0 leaves it to OpenMP.</param>
    internal static void SetBeforeLoading(int threads)
    {
        if (WaitPolicy is null && Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null)
            Set("OMP_WAIT_POLICY", "passive");
        if (threads > 0) Set("OMP_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What native code of this process reads as OMP_WAIT_POLICY; null where it is not set.</summary>
    internal static string? WaitPolicy => Marshal.PtrToStringUTF8(GetVariable("OMP_WAIT_POLICY"));

    // Environment.SetEnvironmentVariable changes .NET's copy alone; native libraries read the process's own.
    private static void Set(string name, string value) => _ = SetVariable(name, value, overwrite: 1);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetVariable(string name);
}
