using System.Runtime.Versioning;
using NuGet.Frameworks;
using NuGet.Packaging;
using PluginHost.Json;

namespace PluginHost.Packages;

/// <summary>Writes a <c>.nupkg</c>. Same content, same bytes: files in ordinal order, no times, no names made up by chance.</summary>
internal static class PackageWriter
{
    /// <summary>Writes a plugin's package.</summary>
    /// <param name="file">The package; replaced if it exists.</param>
    /// <param name="metadata">What its nuspec says.</param>
    /// <param name="manifest">The packed manifest's bytes.</param>
    /// <param name="folder">The built plugin.</param>
    /// <param name="paths">Its files other than the manifest, with forward slashes.</param>
    public static void Write(string file, ManifestMetadata metadata, byte[] manifest, string folder, IEnumerable<string> paths)
    {
        var files = new Dictionary<string, Func<Stream>>(StringComparer.Ordinal)
        {
            [PackagePath.PluginFolder + Manifests.ManifestReader.FileName] = () => new MemoryStream(manifest),
        };
        foreach (var path in paths) files[PackagePath.PluginFolder + path] = () => File.OpenRead(Path.Combine(folder, path));
        Write(file, metadata, files);
    }

    /// <summary>Writes any package beside its final place and moves it there when it is whole.</summary>
    /// <param name="file">The package; replaced if it exists.</param>
    /// <param name="metadata">What its nuspec says.</param>
    /// <param name="files">What else it holds, by path with forward slashes.</param>
    public static void Write(string file, ManifestMetadata metadata, IReadOnlyDictionary<string, Func<Stream>> files)
    {
        var builder = new PackageBuilder(deterministic: true) { DeterministicTimestamp = "1980-01-01T00:00:00Z" };
        builder.Populate(metadata);
        foreach (var (path, open) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal)) builder.Files.Add(new PackedFile(path, open));
        WholeFile.Write(file, temporary =>
        {
            using var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite);
            builder.Save(stream);
        });
    }

    /// <summary>A file of a package, of any framework and of no time.</summary>
    private sealed class PackedFile(string path, Func<Stream> open) : IPackageFile
    {
        public string Path => path;

        public string EffectivePath => path;

        public FrameworkName? TargetFramework => null;

        public NuGetFramework NuGetFramework => NuGetFramework.AnyFramework;

        public DateTimeOffset LastWriteTime => new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public Stream GetStream() => open();
    }
}
