using System.Text.Json.Nodes;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Manifests;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Packages;

/// <summary>Makes a package of a built plugin that passes verification.</summary>
internal sealed class PluginPacker(PluginVerification verification)
{
    /// <summary>Packs; without a value the plugin cannot be packed.</summary>
    /// <param name="folder">The built plugin's folder, absolute.</param>
    /// <param name="output">The package, or an existing folder for it, absolute.</param>
    /// <param name="describe">Gives the options schemas of a verified plugin by component.</param>
    public Result<PackedPlugin?> Pack(
        string folder,
        string output,
        Func<PluginFolder, Result<IReadOnlyDictionary<string, JsonObject>>> describe)
    {
        var findings = new FindingList();
        var source = LocatedJson.Read(
            Path.Combine(folder, ManifestReader.FileName),
            FindingCodes.ManifestUnreadable,
            FindingCodes.ManifestUnreadable).Value;
        // Hashes of an earlier packing are made anew.
        source?.Root.Remove("files");
        var read = PluginDiscovery.Read(folder);
        var plugin = new PluginFolder
        {
            Path = folder,
            Manifest = read.Manifest is { } written ? written with { Files = null } : null,
            Findings = read.Findings,
        };
        if (plugin.Manifest is not null) verification.Verify(plugin);
        findings.AddRange(plugin.Findings);
        if (findings.HasErrors || source is null || plugin.Manifest is not { } manifest) return new(null, findings);
        var schemas = findings.Take(describe(plugin));
        if (findings.HasErrors) return new(null, findings);
        var hashes = PackedManifest.Hashes(folder);
        foreach (var file in hashes.Keys)
        {
            if (new FileInfo(Path.Combine(folder, file)).LinkTarget is not null)
                findings.Error(FindingCodes.PackageUnsafe, plugin.ManifestDisplay, $"'{PackagePath.Shown(file)}' is a symbolic link");
            if (PackagePath.Fault(file, ArchiveLimits.Default.PathLength - PackagePath.PluginFolder.Length) is { } fault)
                findings.Error(FindingCodes.PackageUnsafe, plugin.ManifestDisplay, $"the path '{PackagePath.Shown(file)}' {fault}");
        }

        if (findings.HasErrors) return new(null, findings);
        var packed = PackedManifest.Create(source.Root, hashes, schemas);
        var name = $"{manifest.Id}.{manifest.Version.ToNormalizedString()}.nupkg";
        var package = Directory.Exists(output) ? Path.Combine(output, name) : output;
        PackageWriter.Write(package, Nuspec.Of(manifest), packed, folder, hashes.Keys);
        var made = new PackedPlugin
        {
            File = package,
            Identity = new PackageIdentity(manifest.Id, manifest.Version),
            Files = hashes.Count + 1,
            ContentHash = ContentHash.Of(
                hashes.Select(pair => (pair.Key, pair.Value))
                    .Append((ManifestReader.FileName, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(packed))))),
        };
        return new(made, findings);
    }
}

/// <summary>A package that was made.</summary>
internal sealed record PackedPlugin
{
    /// <summary>The <c>.nupkg</c>, absolute.</summary>
    public required string File { get; init; }

    public required PackageIdentity Identity { get; init; }

    /// <summary>How many files of the plugin it holds.</summary>
    public required int Files { get; init; }

    public required string ContentHash { get; init; }
}
