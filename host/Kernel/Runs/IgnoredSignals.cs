using System.Globalization;

namespace PluginHost.Runs;

/// <summary>The signals that this process was told to ignore by whoever started it.</summary>
internal static class IgnoredSignals
{
    private static readonly (string Name, int Number)[] Known =
    [
        ("SIGHUP", 1), ("SIGINT", 2), ("SIGQUIT", 3), ("SIGUSR1", 10), ("SIGUSR2", 12), ("SIGTERM", 15), ("SIGXCPU", 24),
    ];

    /// <summary>Their names; to be asked before the first handler is set.</summary>
    public static IReadOnlySet<string> AtStart { get; } = Read();

    /// <summary>The names in the lines of <c>/proc/self/status</c>: <c>SigIgn</c> has the bit N - 1 for the signal N.</summary>
    internal static IReadOnlySet<string> Of(IEnumerable<string> status)
    {
        var line = status.FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return ulong.TryParse(line?["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask)
            ? Known.Where(signal => (mask >> (signal.Number - 1) & 1) == 1).Select(signal => signal.Name).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>(StringComparer.Ordinal);
    }

    private static IReadOnlySet<string> Read()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Of(File.ReadLines("/proc/self/status")) : new HashSet<string>(StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new HashSet<string>(StringComparer.Ordinal);
        }
    }
}
