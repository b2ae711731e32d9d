using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>
/// Lets idle OpenMP threads sleep instead of spinning, unless the user's environment says otherwise. Spinning threads of two processes on the same
/// cores slow each other down many times over; sleeping ones cost a lone process nothing that could be measured.
/// </summary>
internal static partial class WaitPolicy
{
    /// <summary>Sets OMP_WAIT_POLICY. libgomp reads it once, when it is loaded: call this before libtorch is.</summary>
    internal static void SetBeforeLoading()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null)
        {
            _ = SetVariable("OMP_WAIT_POLICY", "passive", overwrite: 0);
        }
    }

    // Environment.SetEnvironmentVariable changes .NET's copy alone; native libraries read the process's own.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
