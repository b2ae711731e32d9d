using NuGet.Versioning;

namespace PluginHost.Feeds;

/// <summary>Several feeds as one: it has what any of them has, and takes a package from the first that has it.</summary>
/// <param name="feeds">The feeds that may be asked for a package, by its id.</param>
internal sealed class SeveralFeeds(IReadOnlyList<IPackageFeed> all, Func<string, IReadOnlyList<IPackageFeed>> feeds) : IPackageFeed
{
    private readonly Dictionary<(string Id, NuGetVersion Version), IPackageFeed> _origins = [];

    public string Display => string.Join(", ", all.Select(feed => feed.Display));

    public async Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string id, CancellationToken cancellationToken)
    {
        var versions = new List<NuGetVersion>();
        foreach (var feed in feeds(id))
        {
            foreach (var version in await feed.VersionsAsync(id, cancellationToken))
            {
                if (_origins.TryAdd((id, version), feed)) versions.Add(version);
            }
        }

        return versions;
    }

    public Task DownloadAsync(string id, NuGetVersion version, string file, CancellationToken cancellationToken) =>
        _origins[(id, version)].DownloadAsync(id, version, file, cancellationToken);

    public void Dispose()
    {
        foreach (var feed in all) feed.Dispose();
    }
}
