using NuGet.Configuration;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Packages;

namespace PluginHost.Feeds;

/// <summary>Opens what <c>--source</c> names: a folder, an address, a source of <c>nuget.config</c>, or without a name all of these.</summary>
internal static class PackageFeed
{
    private const string Option = "--source";
    private const string Expected = "a folder of packages, the address of a NuGet feed's index.json, or a source of nuget.config";

    /// <summary>Opens a feed; without a value it cannot be opened.</summary>
    /// <param name="source">What the user named; <see langword="null"/> for the enabled sources of the settings.</param>
    /// <param name="folder">The folder from which <c>nuget.config</c> is looked for, upwards and then among the user's settings.</param>
    /// <param name="limits">How large a package may be.</param>
    public static Result<IPackageFeed?> Open(string? source, string folder, ArchiveLimits limits)
    {
        var findings = new FindingList();
        if (source is not null && Directory.Exists(source)) return new(new FolderFeed(Path.GetFullPath(source)), findings);
        try
        {
            var settings = Settings.LoadDefaultSettings(folder);
            var sources = PackageSourceProvider.LoadPackageSources(settings).ToArray();
            if (source is null) return All(sources, PackageSourceMapping.GetPackageSourceMapping(settings), limits);
            if (Named(sources, source) is { } named) return Open(named, limits);
            if (Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")
                return Open(new PackageSource(source), limits);
            var names = sources.Select(configured => configured.Name).ToArray();
            var what = $"there is no folder and no source of nuget.config called '{source}'";
            findings.Error(FindingCodes.NoSuchSource, Option, what, Expected, NearestName.Suggest(source, names));
        }
        catch (NuGetConfigurationException exception)
        {
            findings.Error(FindingCodes.NoSuchSource, Option, $"the NuGet settings cannot be read: {exception.Message}", cause: exception);
        }

        return new(null, findings);
    }

    private static PackageSource? Named(PackageSource[] sources, string name) =>
        Array.Find(sources, source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? Array.Find(sources, source => source.Source.TrimEnd('/').Equals(name.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));

    private static Result<IPackageFeed?> All(PackageSource[] sources, PackageSourceMapping mapping, ArchiveLimits limits)
    {
        var findings = new FindingList();
        var feeds = new Dictionary<string, IPackageFeed>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in sources.Where(source => source.IsEnabled))
        {
            if (findings.Take(Open(source, limits)) is { } feed) feeds[source.Name] = feed;
        }

        if (feeds.Count > 0)
        {
            var several = new SeveralFeeds(
                [.. feeds.Values],
                id => mapping.IsEnabled
                    ? [.. mapping.GetConfiguredPackageSources(id).Select(name => feeds.GetValueOrDefault(name)).OfType<IPackageFeed>()]
                    : [.. feeds.Values]);
            return new(several, findings);
        }

        findings.Error(FindingCodes.NoSuchSource, Option, "nuget.config has no source to look in", Expected, "Name one: --source FEED");
        return new(null, findings);
    }

    private static Result<IPackageFeed?> Open(PackageSource source, ArchiveLimits limits)
    {
        var findings = new FindingList();
        if (source.IsHttp)
        {
            if (source.SourceUri is { Scheme: "http", IsLoopback: false } address)
                findings.Warn(
                    FindingCodes.SourceInsecure,
                    Option,
                    $"{address} is not encrypted: whoever sits on the way can change packages",
                    fix: "Use https, or restrict hashes in plugins.allow.json.");
            return new(new HttpFeed(source, limits.PackageBytes), findings);
        }

        if (Directory.Exists(source.Source)) return new(new FolderFeed(source.Source), findings);
        findings.Error(
            FindingCodes.NoSuchSource,
            Option,
            $"the source '{source.Name}' of nuget.config is the folder '{source.Source}', which is not there",
            Expected);
        return new(null, findings);
    }
}
