using System.Text.Json.Nodes;
using NuGet.Versioning;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Manifests;

/// <summary>Reads typed fields of a manifest and turns each fault into a finding at its place.</summary>
internal sealed class ManifestFields(LocatedJson file, FindingList findings)
{
    public void Missing(string path, string expected) =>
        findings.Error(FindingCodes.ManifestKeyMissing, file.Where(path), $"the key '{path}' is missing", expected);

    public void Bad(string path, string what, string expected) =>
        findings.Error(FindingCodes.ManifestValue, file.Where(path), what, expected);

    public void RefuseUnknownKeys(JsonObject json, string path, IReadOnlyCollection<string> keys)
    {
        foreach (var (name, _) in json)
        {
            if (keys.Contains(name)) continue;
            var suggestion = NearestName.Suggest(name, keys);
            findings.Error(
                FindingCodes.ManifestKeyUnknown,
                file.Where(JsonPath.Append(path, name)),
                $"unknown key '{name}'",
                suggestion is null ? NearestName.OneOf(keys) : null,
                suggestion);
        }
    }

    public string? Text(JsonObject json, string path, string name, bool required)
    {
        var full = JsonPath.Append(path, name);
        if (!json.TryGetPropertyValue(name, out var value))
        {
            if (required) Missing(full, "a text");
            return null;
        }

        if (JsonWords.TryString(value, out var text) && (text.Trim().Length > 0 || !required)) return text;
        Bad(full, $"found {JsonWords.Describe(value)}", "a text that is not empty");
        return null;
    }

    public IReadOnlyList<string> Texts(JsonObject json, string name)
    {
        if (!json.TryGetPropertyValue(name, out var value)) return [];
        if (value is JsonArray array && array.All(item => JsonWords.TryString(item, out _)))
            return [.. array.Select(item => item!.GetValue<string>())];
        Bad(name, $"found {JsonWords.Describe(value)}", "an array of texts");
        return [];
    }

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

    public JsonObject? Object(JsonObject json, string name, bool required)
    {
        if (!json.TryGetPropertyValue(name, out var value))
        {
            if (required) Missing(name, "an object");
            return null;
        }

        if (value is JsonObject found) return found;
        Bad(name, $"found {JsonWords.Describe(value)}", "an object");
        return null;
    }

    public IReadOnlyList<(JsonObject Json, string Path)> Objects(JsonObject json, string name, bool required)
    {
        if (!json.TryGetPropertyValue(name, out var value))
        {
            if (required) Missing(name, "an array of objects");
            return [];
        }

        if (value is not JsonArray array)
        {
            Bad(name, $"found {JsonWords.Describe(value)}", "an array of objects");
            return [];
        }

        if (required && array.Count == 0) Bad(name, "the array is empty", "at least one entry");
        var objects = new List<(JsonObject, string)>();
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is JsonObject item) objects.Add((item, $"{name}[{i}]"));
            else Bad($"{name}[{i}]", $"found {JsonWords.Describe(array[i])}", "an object");
        }

        return objects;
    }
}
