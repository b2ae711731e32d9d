using NuGet.Versioning;
using PluginHost.Feeds;
using PluginHost.Findings;
using PluginHost.Packages;

namespace PluginHost.Stores;

/// <summary>Installs a plugin from a feed, and from the same feed the plugins it requires that are not there yet.</summary>
internal sealed class FeedInstallation(IPackageFeed feed, PluginInstaller installer)
{
    private readonly FindingList _findings = new();
    private readonly List<InstalledPlugin> _installed = [];
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Installs the highest version in a range; returns everything that was installed, the asked-for one first.</summary>
    /// <param name="id">The plugin's id.</param>
    /// <param name="range">The versions that will do. A pre-release is taken only if no release is in the range.</param>
    /// <param name="isThere">Whether a required plugin is installed already.</param>
    /// <param name="cancellationToken">Stops the download; nothing is left behind.</param>
    public async Task<Result<IReadOnlyList<InstalledPlugin>>> InstallAsync(
        string id,
        VersionRange range,
        Func<string, VersionRange, bool> isThere,
        CancellationToken cancellationToken)
    {
        try
        {
            await InstallOneAsync(id, range, $"install {id}", isThere, cancellationToken);
        }
        catch (FeedException exception)
        {
            _findings.Error(FindingCodes.SourceUnreachable, feed.Display, exception.Message, cause: exception);
        }

        return new(_installed, _findings);
    }

    private async Task InstallOneAsync(
        string id,
        VersionRange range,
        string why,
        Func<string, VersionRange, bool> isThere,
        CancellationToken cancellationToken)
    {
        if (!_asked.Add(id)) return;
        var versions = await feed.VersionsAsync(id, cancellationToken);
        var fitting = versions.Where(range.Satisfies)
            .OrderBy(version => version.IsPrerelease)
            .ThenByDescending(version => version)
            .ToArray();
        if (fitting.Length == 0)
        {
            var some = string.Join(", ", versions.OrderDescending().Take(12).Select(version => version.ToNormalizedString()));
            var what = versions.Count == 0
                ? $"there is no package '{id}'"
                : $"no version of {id} is in {range.ToNormalizedString()}; it has {some}";
            _findings.Error(FindingCodes.NoSuchPackage, feed.Display, $"{why}: {what}");
            return;
        }

        var file = Path.Combine(Path.GetTempPath(), $"pluginhost-{Guid.NewGuid():N}.nupkg");
        try
        {
            await feed.DownloadAsync(id, fitting[0], file, cancellationToken);
            if (_findings.Take(installer.InstallPackage(file, new PackageIdentity(id, fitting[0]))) is not { } plugin) return;
            _installed.Add(plugin);
            foreach (var required in plugin.Manifest.Requires.Where(required => !isThere(required.Id, required.Range)))
                await InstallOneAsync(required.Id, required.Range, $"{plugin} requires {required.Id}", isThere, cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
