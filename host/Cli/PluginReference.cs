using NuGet.Versioning;
using PluginHost.Manifests;

namespace PluginHost.Cli;

/// <summary>A plugin as the command line names it: <c>id</c>, <c>id@1.2.0</c> or <c>id@[1.0,2.0)</c>.</summary>
/// <param name="Id">The plugin's id.</param>
/// <param name="Range">The versions that are meant.</param>
/// <param name="IsExact">Whether one version is meant.</param>
internal sealed record PluginReference(string Id, VersionRange Range, bool IsExact)
{
    /// <summary>Reads a reference; <see langword="null"/> if the text is none.</summary>
    public static PluginReference? Parse(string text)
    {
        var cut = text.IndexOf('@');
        var id = cut < 0 ? text : text[..cut];
        if (!ManifestReader.IsId(id)) return null;
        if (cut < 0) return new PluginReference(id, VersionRange.All, false);
        var version = text[(cut + 1)..];
        if (NuGetVersion.TryParse(version, out var exact)) return new PluginReference(id, new VersionRange(exact, true, exact, true), true);
        return VersionRange.TryParse(version, out var range) ? new PluginReference(id, range, false) : null;
    }
}
