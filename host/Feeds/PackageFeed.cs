using PluginHost.Findings;
using PluginHost.Packages;

namespace PluginHost.Feeds;

/// <summary>Opens what <c>--source</c> names.</summary>
internal static class PackageFeed
{
    /// <summary>Opens a feed; <see langword="null"/> after adding a finding.</summary>
    public static IPackageFeed? Open(string source, ArchiveLimits limits, FindingList findings)
    {
        if (Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")
        {
            if (address is { Scheme: "http", IsLoopback: false })
                findings.Warn(
                    FindingCodes.SourceInsecure,
                    "--source",
                    $"{address} is not encrypted: whoever sits on the way can change packages",
                    fix: "Use https, or restrict hashes in plugins.allow.json.");
            return new HttpFeed(address, limits.PackageBytes);
        }

        if (Directory.Exists(source)) return new FolderFeed(Path.GetFullPath(source));
        findings.Error(
            FindingCodes.NoSuchSource,
            "--source",
            $"there is no folder '{source}'",
            "a folder of packages, or the address of a NuGet feed's index.json");
        return null;
    }
}
