using System.IO.Compression;
using PluginHost.Layout;

namespace PluginHost.Tests.Packages;

/// <summary>A workbench with a user's store of its own, which packs fixture plugins and makes archives by hand.</summary>
internal sealed class PackageBench : IDisposable
{
    private readonly string _store = Directory.CreateTempSubdirectory("pluginhost-store-").FullName;

    public PackageBench(HostLayout? layout = null) =>
        Bench = new Workbench { Layout = (layout ?? Workbench.Bare) with { UserStore = Path.Combine(_store, "plugins") } };

    public Workbench Bench { get; }

    public string Store => Bench.Layout.UserStore!;

    public string Folder => Bench.Folder;

    public Task<CliResult> Cli(params string[] arguments) => Bench.Cli(arguments);

    public string At(string path) => Path.Combine(Folder, path);

    /// <summary>Packs a fixture plugin, with its manifest edited, and returns the package.</summary>
    public async Task<string> Pack(string id, string folder, params (string Old, string New)[] edits)
    {
        Bench.CopyPlugin(id, folder, edits);
        var package = At(folder.Replace('/', '-') + ".nupkg");
        (await Cli("plugins", "pack", At(folder), "--output", package)).ShouldExitWith(0);
        return package;
    }

    /// <summary>Packs the fixture word.good as another version.</summary>
    public Task<string> PackGood(string version) => Pack("word.good", $"good-{version}", ("\"1.4.0\"", $"\"{version}\""));

    /// <summary>A copy of a package with its archive changed.</summary>
    public string Change(string package, string name, Action<ZipArchive> change)
    {
        var copy = At(name);
        File.Copy(package, copy, overwrite: true);
        using var archive = ZipFile.Open(copy, ZipArchiveMode.Update);
        change(archive);
        return copy;
    }

    /// <summary>Everything below the user's store, files and folders, visible or not.</summary>
    public string[] InStore() =>
        Directory.Exists(Store)
            ?
            [
                .. Directory.EnumerateFileSystemEntries(Store, "*", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(Store, path)),
            ]
            : [];

    public void Dispose()
    {
        Bench.Dispose();
        Directory.Delete(_store, recursive: true);
    }
}
