using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Packages;

namespace PluginHost.Stores;

/// <summary>A plugin that lies unpacked in a folder of ours for as long as it is looked at.</summary>
internal static class StagedPlugin
{
    /// <summary>Unpacks a package and checks that manifest, nuspec and wish name one plugin and that it has hashes.</summary>
    /// <returns>The plugin, which has its findings; without a value it could not be unpacked.</returns>
    public static Result<PluginFolder?> Unpack(
        string package, string content, string display, PackageIdentity? wanted, ArchiveLimits limits)
    {
        var (identity, findings) = new PackageReader(limits).Extract(package, content, display);
        if (identity is null) return new(null, findings);
        var plugin = PluginDiscovery.Read(content);
        if (plugin.Manifest is not { } manifest) return new(plugin, findings);
        CheckName(plugin, identity, "is named by its nuspec");
        if (wanted is not null) CheckName(plugin, wanted, "was asked for as");
        if (manifest.Files is null)
            plugin.Findings.Error(
                FindingCodes.HashesMissing,
                plugin.ManifestDisplay,
                "the manifest holds no hashes of the plugin's files",
                "a package made by 'dotnet host plugins pack'");
        return new(plugin, findings);
    }

    /// <summary>A plugin's findings as findings about what people know it by, not about our folder.</summary>
    public static FindingList Report(PluginFolder plugin, string display)
    {
        var findings = new FindingList();
        foreach (var reported in plugin.Findings.All) findings.Add(Renamed(reported.Finding, plugin.Path, display), reported.Trace);
        return findings;
    }

    private static Finding Renamed(Finding finding, string content, string display) => finding with
    {
        Where = finding.Where.Replace(content, display, StringComparison.Ordinal)
            .Replace(LocatedJson.DisplayName(content), display, StringComparison.Ordinal),
    };

    private static void CheckName(PluginFolder plugin, PackageIdentity named, string how)
    {
        var manifest = plugin.Manifest!;
        if (string.Equals(named.Id, manifest.Id, StringComparison.OrdinalIgnoreCase) && named.Version == manifest.Version) return;
        plugin.Findings.Error(
            FindingCodes.PackageContent,
            plugin.ManifestDisplay,
            $"the package holds {plugin}, but {how} {named}",
            "one id and version throughout");
    }
}
