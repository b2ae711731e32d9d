using NuGet.Versioning;

namespace PluginHost.Feeds;

/// <summary>A folder of packages: <c>id.version.nupkg</c> side by side, or <c>id/version/id.version.nupkg</c>.</summary>
/// <remarks>
/// Written by hand: it reads names alone and takes both layouts at once. NuGet.Protocol opens every package of a flat folder for its nuspec,
/// before the limits of <see cref="Packages.ArchiveLimits"/> were applied.
/// </remarks>
internal sealed class FolderFeed(string folder) : IPackageFeed
{
    public string Display => Json.LocatedJson.DisplayName(folder);

    public Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<NuGetVersion>>([.. Packages(id).Select(package => package.Version).Distinct()]);

    public Task DownloadAsync(string id, NuGetVersion version, string file, CancellationToken cancellationToken)
    {
        try
        {
            File.Copy(Packages(id).First(package => package.Version == version).File, file, overwrite: true);
            return Task.CompletedTask;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FeedException($"cannot read the package {id} {version}: {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        // Holds nothing.
    }

    private List<(string File, NuGetVersion Version)> Packages(string id)
    {
        try
        {
            string[] nested = Directory.Exists(Path.Combine(folder, id)) ? Directory.GetDirectories(Path.Combine(folder, id)) : [];
            return
            [
                .. nested.Append(folder)
                    .SelectMany(place => Directory.EnumerateFiles(place, "*.nupkg"))
                    .Select(file => (File: file, Version: VersionIn(Path.GetFileNameWithoutExtension(file), id)))
                    .Where(package => package.Version is not null)
                    .Select(package => (package.File, package.Version!)),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FeedException($"cannot read the folder: {exception.Message}", exception);
        }
    }

    private static NuGetVersion? VersionIn(string name, string id) =>
        name.StartsWith(id + ".", StringComparison.OrdinalIgnoreCase) && NuGetVersion.TryParse(name[(id.Length + 1)..], out var version)
            ? version
            : null;
}
