using System.Text.Json.Nodes;
using NuGet.Versioning;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Manifests;

/// <summary>Reads typed fields of a manifest and turns each fault into a finding at its place.</summary>
internal sealed class ManifestFields(LocatedJson file) : JsonFields(file, Codes)
{
    private static readonly FieldCodes Codes =
        new(FindingCodes.ManifestKeyMissing, FindingCodes.ManifestValue, FindingCodes.ManifestKeyUnknown);

    public NuGetVersion? Version(JsonObject json, string name)
    {
        if (Text(json, "", name, required: true) is not { } text) return null;
        if (text.Count(character => character == '.') >= 2
            && SemanticVersion.TryParse(text, out _)
            && NuGetVersion.TryParse(text, out var version))
            return version;
        Bad(name, $"'{text}' is no semantic version", "major.minor.patch such as 1.0.0");
        return null;
    }

    public VersionRange? Range(JsonObject json, string path, string name)
    {
        if (Text(json, path, name, required: true) is not { } text) return null;
        if (VersionRange.TryParse(text, out var range)) return range;
        Bad(JsonPath.Append(path, name), $"'{text}' is no version range", "a NuGet version range such as \"[1.0,2.0)\"");
        return null;
    }
}
