using System.Globalization;

namespace PluginHost.Reports.Reading;

/// <summary>Files of a run and what they take.</summary>
internal static class RunFiles
{
    private const string Checkpoints = "checkpoints";

    private static readonly EnumerationOptions s_all = new()
    {
        RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Bytes of all files in a folder and below.</summary>
    public static long Bytes(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", s_all).Sum(file => file.Length);

    /// <summary>Bytes of some files.</summary>
    public static long Bytes(IEnumerable<string> files) => files.Sum(file => new FileInfo(file).Length);

    /// <summary>What a complete run no longer needs: the states that it would have been resumed from.</summary>
    public static string[] States(string folder) => [.. In(folder, file => file.StartsWith("state-", StringComparison.Ordinal))];

    /// <summary>States and weights of a run.</summary>
    public static string[] AllCheckpoints(string folder) => [.. In(folder, _ => true)];

    /// <summary>Bytes for people: 1.5 kB = 1,500 bytes.</summary>
    public static string Text(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    private static IEnumerable<string> In(string folder, Func<string, bool> wanted)
    {
        var checkpoints = Path.Combine(folder, Checkpoints);
        if (!Directory.Exists(checkpoints)) return [];
        return Directory.EnumerateFiles(checkpoints).Where(file => wanted(Path.GetFileName(file))).Order(StringComparer.Ordinal);
    }
}
