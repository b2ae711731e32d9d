using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PluginHost.Plugins.ConsoleOutput.Progress;

/// <summary>Memory of a process.</summary>
/// <param name="Resident">Bytes in physical memory now.</param>
/// <param name="Peak">The most there have been; 0 where the system does not tell.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ProcessMemory(long Resident, long Peak)
{
    /// <summary>Asks for the memory of this process.</summary>
    /// <returns>The memory.</returns>
    public static ProcessMemory Now()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessMemory(process.WorkingSet64, process.PeakWorkingSet64);
    }
}
