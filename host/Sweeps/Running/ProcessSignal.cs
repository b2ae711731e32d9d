using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PluginHost.Comparisons.Running;

/// <summary>Asks a process to stop.</summary>
internal static class ProcessSignal
{
    private const int Terminate = 15;

    /// <summary>Sends SIGTERM; where there are no signals, the process is ended at once.</summary>
    public static void Stop(Process process)
    {
        try
        {
            if (process.HasExited) return;
            if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
            else _ = Kill(process.Id, Terminate);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
