using NuGet.Versioning;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Manifests;

namespace PluginHost.Layout;

/// <summary>Installed plugins, several versions side by side: <c>ROOT/id/version/plugin.json</c>.</summary>
internal sealed class PluginStore(string root)
{
    /// <summary>The store of a project: this folder beside its <c>plugins.json</c>.</summary>
    public const string ProjectFolder = "installed-plugins";

    private const string StagingPrefix = ".staging-";

    public string Root => root;

    public static PluginStore OfProject(string directory) => new(Path.Combine(directory, ProjectFolder));

    public string FolderOf(string id, NuGetVersion version) => Path.Combine(root, id, version.ToNormalizedString());

    /// <summary>The folders of all installed plugins, by id, then by folder name.</summary>
    /// <remarks>A folder that cannot be read is a warning.</remarks>
    public Result<IReadOnlyList<string>> Folders()
    {
        var findings = new FindingList();
        IReadOnlyList<string> Below(string folder) => [.. findings.Take(ReadableFolder.Below(folder, FindingSeverity.Warning)).Where(IsVisible)];
        return new([.. Below(root).SelectMany(Below).Where(HoldsPlugin)], findings);
    }

    /// <summary>The installed versions of a plugin, highest first.</summary>
    public IReadOnlyList<NuGetVersion> VersionsOf(string id) =>
    [
        .. Subfolders(Path.Combine(root, id)).Where(HoldsPlugin)
            .Select(folder => NuGetVersion.TryParse(Path.GetFileName(folder), out var version) ? version : null)
            .OfType<NuGetVersion>()
            .OrderDescending(),
    ];

    public IReadOnlyList<string> Ids() =>
        [.. Subfolders(root).Where(folder => Subfolders(folder).Any(HoldsPlugin)).Select(folder => Path.GetFileName(folder))];

    /// <summary>A new folder on the store's own file system, from which a plugin can be moved into place in one step.</summary>
    public string CreateStaging()
    {
        SweepStaging();
        return Directory.CreateDirectory(Path.Combine(root, $"{StagingPrefix}{Guid.NewGuid():N}")).FullName;
    }

    /// <summary>Removes an installed version at once: it is moved aside, then deleted.</summary>
    public void Remove(string id, NuGetVersion version)
    {
        var staging = CreateStaging();
        Directory.Move(FolderOf(id, version), Path.Combine(staging, "removed"));
        Directory.Delete(staging, recursive: true);
        var parent = Path.Combine(root, id);
        if (!Directory.EnumerateFileSystemEntries(parent).Any()) Directory.Delete(parent);
    }

    /// <summary>Deletes what an installation left that was killed a day ago or more.</summary>
    private void SweepStaging()
    {
        if (!Directory.Exists(root)) return;
        foreach (var folder in new DirectoryInfo(root).EnumerateDirectories(StagingPrefix + "*"))
        {
            try
            {
                // A folder that has gone since it was listed has a date of long ago.
                if (folder.LastWriteTimeUtc < DateTime.UtcNow.AddDays(-1)) folder.Delete(recursive: true);
            }
            catch (IOException)
            {
                // Its own installation, or another sweep, was faster.
            }
        }
    }

    private static bool HoldsPlugin(string folder) => File.Exists(Path.Combine(folder, ManifestReader.FileName));

    private static bool IsVisible(string folder) => !Path.GetFileName(folder).StartsWith('.');

    private static IEnumerable<string> Subfolders(string folder) =>
        ReadableFolder.Below(folder, FindingSeverity.Warning).Value.Where(IsVisible);
}
