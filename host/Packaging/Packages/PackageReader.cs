using System.IO.Compression;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Packages;

/// <summary>
/// Unpacks the plugin of a <c>.nupkg</c> into a folder. A package with any fault in its directory is not unpacked at all.
/// </summary>
internal sealed class PackageReader(ArchiveLimits limits)
{
    private const int MostFaults = 20;

    /// <summary>Unpacks; without a value the package is unsafe, broken or no plugin.</summary>
    /// <param name="package">The <c>.nupkg</c> file.</param>
    /// <param name="target">A new folder for the plugin's files.</param>
    /// <param name="display">What findings call the package; default is its file name.</param>
    public Result<PackageIdentity?> Extract(string package, string target, string? display = null)
    {
        var findings = new FindingList();
        var where = display ?? LocatedJson.DisplayName(package);
        var isOpen = false;
        try
        {
            var size = new FileInfo(package).Length;
            if (size > limits.PackageBytes) return new(null, Unsafe(where, [$"it has {size} bytes, more than {limits.PackageBytes}"]));

            using var stream = File.OpenRead(package);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var faults = new ArchiveCheck(limits).Faults(archive, size);
            isOpen = true;
            return faults.Count > 0 ? new(null, Unsafe(where, faults)) : Extract(archive, target, where);
        }
        catch (Exception exception) when (
            exception is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException
                or OverflowException or ArgumentException or InvalidOperationException)
        {
            // What a reader of archives says of a web page helps nobody.
            var (kind, remedy) = FileContents.OfFile(package);
            var why = isOpen || exception is not InvalidDataException ? exception.Message
                : kind == "a zip archive" ? "it is damaged or cut off"
                : $"the file is {kind}";
            findings.Error(
                FindingCodes.PackageUnreadable,
                where,
                $"the package cannot be read: {why}",
                "a .nupkg as 'plugins pack' makes it",
                remedy is null || kind == "a zip archive" ? "Get the package again; it may have been cut off." : remedy,
                exception);
            return new(null, findings);
        }
    }

    private static Result<PackageIdentity?> Extract(ZipArchive archive, string target, string where)
    {
        var findings = new FindingList();
        var files = archive.Entries.Where(IsPluginFile).ToArray();
        if (!Array.Exists(files, entry => entry.FullName == PackagePath.PluginFolder + Manifests.ManifestReader.FileName))
        {
            findings.Error(
                FindingCodes.PackageContent,
                where,
                $"the package holds no {PackagePath.PluginFolder}{Manifests.ManifestReader.FileName}",
                "a plugin's package",
                "Make it with: dotnet host plugins pack FOLDER");
            return new(null, findings);
        }

        if (Nuspec.Read(archive) is not { } identity)
        {
            findings.Error(FindingCodes.PackageContent, where, "the package holds no readable .nuspec with id and version");
            return new(null, findings);
        }

        foreach (var entry in files) Write(entry, Path.Combine(target, entry.FullName[PackagePath.PluginFolder.Length..]));
        return new(identity, findings);
    }

    private static bool IsPluginFile(ZipArchiveEntry entry) =>
        entry.FullName.StartsWith(PackagePath.PluginFolder, StringComparison.Ordinal) && !entry.FullName.EndsWith('/');

    /// <summary>Writes one file and never more than its entry promised.</summary>
    private static void Write(ZipArchiveEntry entry, string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var source = entry.Open();
        using var sink = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 16];
        var left = entry.Length;
        for (int read; (read = source.Read(buffer)) > 0; left -= read)
        {
            if (read > left) throw new InvalidDataException($"'{PackagePath.Shown(entry.FullName)}' is larger than it says");
            sink.Write(buffer, 0, read);
        }

        if (left != 0) throw new InvalidDataException($"'{PackagePath.Shown(entry.FullName)}' is shorter than it says");
    }

    private static FindingList Unsafe(string where, IReadOnlyList<string> faults)
    {
        var findings = new FindingList();
        foreach (var fault in faults.Take(MostFaults))
            findings.Error(FindingCodes.PackageUnsafe, where, $"the package is unsafe and was not unpacked: {fault}");
        if (faults.Count > MostFaults)
            findings.Error(FindingCodes.PackageUnsafe, where, $"the package has {faults.Count - MostFaults} more such faults");
        return findings;
    }
}
