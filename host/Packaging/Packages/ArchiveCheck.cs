using System.IO.Compression;

namespace PluginHost.Packages;

/// <summary>Looks at the directory of an archive, before anything is unpacked, for what a hostile or broken one may hold.</summary>
/// <remarks>
/// Written by hand, as are <see cref="ArchiveLimits"/>, <see cref="PackagePath"/> and <see cref="PackageReader"/>: NuGet.Packaging has no limits
/// on sizes, counts and ratios, and looks for no links, doubles or overlaps.
/// </remarks>
internal sealed class ArchiveCheck(ArchiveLimits limits)
{
    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const int Link = 0xA000;

    /// <summary>Every fault, as a sentence about the package.</summary>
    public IReadOnlyList<string> Faults(ZipArchive archive, long packageBytes)
    {
        if (archive.Entries.Count > limits.Entries) return [$"it has {archive.Entries.Count} entries, more than {limits.Entries}"];
        var faults = new List<string>();
        var seen = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            var shown = PackagePath.Shown(entry.FullName);
            if (PackagePath.Fault(entry.FullName, limits.PathLength) is { } fault)
            {
                faults.Add($"the path '{shown}' {fault}");
                continue;
            }

            if (!seen.TryAdd(PackagePath.Key(entry.FullName), entry)) faults.Add($"the path '{shown}' stands in it twice");
            if (KindFault(entry) is { } kind) faults.Add($"'{shown}' is {kind}");
            if (entry.IsEncrypted) faults.Add($"'{shown}' is encrypted");
            if (entry.Length > limits.SmallFile && entry.Length / limits.Ratio > entry.CompressedLength)
                faults.Add($"'{shown}' unpacks from {entry.CompressedLength} to {entry.Length} bytes, more than {limits.Ratio} times");
        }

        foreach (var (key, entry) in seen.Where(pair => Ancestors(pair.Key).Any(above => IsFile(seen, above))))
            faults.Add($"'{PackagePath.Shown(entry.FullName)}' lies below a file");
        AddSizes(archive, packageBytes, faults);
        return faults;
    }

    private void AddSizes(ZipArchive archive, long packageBytes, List<string> faults)
    {
        var (total, packed) = (0L, 0L);
        foreach (var entry in archive.Entries)
        {
            total = Math.Min(total + Math.Max(0, entry.Length), long.MaxValue / 2);
            packed = Math.Min(packed + Math.Max(0, entry.CompressedLength), long.MaxValue / 2);
        }

        if (total > limits.TotalBytes) faults.Add($"it unpacks to {total} bytes, more than {limits.TotalBytes}");
        if (packed > packageBytes) faults.Add("its entries overlap: together they are larger than the package");
    }

    private static string? KindFault(ZipArchiveEntry entry)
    {
        var kind = (entry.ExternalAttributes >> 16) & KindMask;
        if (kind == Link) return "a symbolic link";
        if (kind is not (0 or RegularFile or Folder)) return "neither a file nor a folder";
        return entry.FullName.EndsWith('/') && entry.Length > 0 ? "a folder with content" : null;
    }

    private static bool IsFile(Dictionary<string, ZipArchiveEntry> entries, string key) =>
        entries.TryGetValue(key, out var entry) && !entry.FullName.EndsWith('/');

    private static IEnumerable<string> Ancestors(string key)
    {
        for (var cut = key.LastIndexOf('/'); cut > 0; cut = key.LastIndexOf('/', cut - 1)) yield return key[..cut];
    }
}

/// <summary>How large a package or plugin folder may be. What is larger is refused before anything of it is written.</summary>
internal sealed record ArchiveLimits
{
    public static ArchiveLimits Default { get; } = new();

    /// <summary>Bytes of the package itself.</summary>
    public long PackageBytes { get; init; } = 1L << 30;

    /// <summary>Files and folders in it.</summary>
    public int Entries { get; init; } = 10_000;

    /// <summary>Bytes of all its files unpacked.</summary>
    public long TotalBytes { get; init; } = 4L << 30;

    /// <summary>How many times its packed size a file may have unpacked. Native libraries reach about 10.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Files up to this size may have any ratio.</summary>
    public long SmallFile { get; init; } = 1 << 20;

    /// <summary>Characters of a path.</summary>
    public int PathLength { get; init; } = 240;
}
