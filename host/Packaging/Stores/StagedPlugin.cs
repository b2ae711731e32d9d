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
    /// <returns>The plugin with its findings, or <see langword="null"/> if it could not be unpacked, after adding findings.</returns>
    public static PluginFolder? Unpack(
        string package,
        string content,
        string display,
        PackageIdentity? wanted,
        ArchiveLimits limits,
        FindingList findings)
    {
        if (new PackageReader(limits, findings).Extract(package, content, display) is not { } identity) return null;
        var plugin = PluginDiscovery.Read(content);
        if (plugin.Manifest is not { } manifest) return plugin;
        CheckName(plugin, identity, "is named by its nuspec");
        if (wanted is not null) CheckName(plugin, wanted, "was asked for as");
        if (manifest.Files is null)
            plugin.Findings.Error(
                FindingCodes.HashesMissing,
                plugin.ManifestDisplay,
                "the manifest holds no hashes of the plugin's files",
                "a package made by 'dotnet host plugins pack'");
        return plugin;
    }

    /// <summary>Hands on a plugin's findings as findings about what people know it by, not about our folder.</summary>
    public static void Report(PluginFolder plugin, string display, FindingList findings)
    {
        foreach (var reported in plugin.Findings.All) findings.Add(Renamed(reported.Finding, plugin.Path, display), reported.Trace);
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
