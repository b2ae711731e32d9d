using System.IO.Compression;
using System.Xml;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginHost.Manifests;

namespace PluginHost.Packages;

/// <summary>The <c>.nuspec</c> of a package: feeds show what it says, and required plugins are its dependencies.</summary>
internal static class Nuspec
{
    private const int Largest = 1 << 20;

    /// <summary>What the nuspec of a plugin's package says.</summary>
    public static ManifestMetadata Of(PluginManifest manifest) => new()
    {
        Id = manifest.Id,
        Version = manifest.Version,
        Title = manifest.Name,
        Authors = manifest.Authors.Count == 0 ? [manifest.Id] : manifest.Authors,
        Description = manifest.Description ?? $"The plugin {manifest.Id}.",
        Tags = string.Join(' ', manifest.Provides.Select(provided => provided.Kind).Distinct().Prepend("pluginhost-plugin")),
        PackageTypes = [new PackageType("PluginHostPlugin", PackageType.EmptyVersion)],
        DependencyGroups = manifest.Requires.Count == 0
            ? []
            :
            [
                new PackageDependencyGroup(
                    NuGetFramework.AnyFramework,
                    manifest.Requires.Select(required => new PackageDependency(required.Id, required.Range))),
            ],
    };

    /// <summary>What the nuspec of a library says that projects reference.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="version">Its version.</param>
    /// <param name="description">What it is.</param>
    /// <param name="dependencies">Packages that it needs, each with its lowest version.</param>
    /// <param name="readme">Its page in the package, or <see langword="null"/>.</param>
    public static ManifestMetadata OfLibrary(
        string id,
        string version,
        string description,
        IEnumerable<KeyValuePair<string, string>> dependencies,
        string? readme = null) => new()
    {
        Id = id,
        Readme = readme,
        Version = NuGetVersion.Parse(version),
        Authors = ["PluginHost"],
        Description = description,
        DependencyGroups =
        [
            // Natives of a package would land beside every project's tests; the shared set has its own. A package that is nothing but natives is
            // named for their sake: tests read and draw pictures without the shared set.
            new PackageDependencyGroup(
                NuGetFramework.Parse("net10.0"),
                dependencies.Select(pair => new PackageDependency(
                    pair.Key, new VersionRange(NuGetVersion.Parse(pair.Value)), include: [], exclude: IsOnlyNatives(pair.Key) ? [] : ["Native"]))),
        ],
    };

    private static bool IsOnlyNatives(string package) => package.Contains(".NativeAssets.", StringComparison.Ordinal);

    /// <summary>What the nuspec of a .NET tool says.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="version">Its version.</param>
    /// <param name="description">What it is.</param>
    public static ManifestMetadata OfTool(string id, string version, string description) => new()
    {
        Id = id,
        Version = NuGetVersion.Parse(version),
        Authors = ["PluginHost"],
        Description = description,
        PackageTypes = [new PackageType("DotnetTool", PackageType.EmptyVersion)],
    };

    /// <summary>Reads id and version; <see langword="null"/> if there is no nuspec at the top or it says neither.</summary>
    public static PackageIdentity? Read(ZipArchive archive)
    {
        var entry = archive.Entries.FirstOrDefault(
            entry => !entry.FullName.Contains('/', StringComparison.Ordinal)
                && entry.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase));
        if (entry is null || entry.Length > Largest) return null;
        try
        {
            // What is unpacked need not be what the entry promised.
            var text = new byte[Largest + 1];
            using var stream = entry.Open();
            var length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            if (length > Largest) return null;
            var named = new NuspecReader(new MemoryStream(text, 0, length)).GetIdentity();
            return new PackageIdentity(named.Id, named.Version);
        }
        catch (Exception exception) when (exception is XmlException or PackagingException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>What a package's nuspec calls it.</summary>
internal sealed record PackageIdentity(string Id, NuGetVersion Version)
{
    public override string ToString() => $"{Id} {Version}";
}
