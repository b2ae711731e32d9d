using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Json;

/// <summary>Reads typed fields of a JSON file and turns each fault into a finding at its place.</summary>
/// <param name="file">The file.</param>
/// <param name="codes">The codes of the file's kind.</param>
internal class JsonFields(LocatedJson file, FieldCodes codes)
{
    /// <summary>The faults found so far.</summary>
    public FindingList Findings { get; } = new();

    public void Missing(string path, string expected) =>
        Findings.Error(codes.Missing, file.Where(path), $"the key '{path}' is missing", expected);

    public void Bad(string path, string what, string? expected, string? fix = null) =>
        Findings.Error(codes.Bad, file.Where(path), what, expected, fix);

    public void RefuseUnknownKeys(JsonObject json, string path, IReadOnlyCollection<string> keys)
    {
        foreach (var (name, _) in json)
        {
            if (keys.Contains(name)) continue;
            var suggestion = NearestName.Suggest(name, keys);
            Findings.Error(
                codes.Unknown,
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

    public IReadOnlyList<string> Texts(JsonObject json, string name, string path = "")
    {
        if (!json.TryGetPropertyValue(name, out var value)) return [];
        if (value is JsonArray array && array.All(item => JsonWords.TryString(item, out _)))
            return [.. array.Select(item => item!.GetValue<string>())];
        Bad(JsonPath.Append(path, name), $"found {JsonWords.Describe(value)}", "an array of texts");
        return [];
    }

    public bool Flag(JsonObject json, string path, string name)
    {
        if (!json.TryGetPropertyValue(name, out var value)) return false;
        if (value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False) return value.GetValue<bool>();
        Bad(JsonPath.Append(path, name), $"found {JsonWords.Describe(value)}", "true or false");
        return false;
    }

    public JsonObject? Object(JsonObject json, string name, bool required, string path = "")
    {
        var full = JsonPath.Append(path, name);
        if (!json.TryGetPropertyValue(name, out var value))
        {
            if (required) Missing(full, "an object");
            return null;
        }

        if (value is JsonObject found) return found;
        Bad(full, $"found {JsonWords.Describe(value)}", "an object");
        return null;
    }

    public JsonArray? Array(JsonObject json, string path, string name, bool required, string expected)
    {
        var full = JsonPath.Append(path, name);
        if (!json.TryGetPropertyValue(name, out var value))
        {
            if (required) Missing(full, expected);
            return null;
        }

        if (value is JsonArray array) return array;
        Bad(full, $"found {JsonWords.Describe(value)}", expected);
        return null;
    }

    public IReadOnlyList<(JsonObject Json, string Path)> Objects(JsonObject json, string name, bool required, string path = "")
    {
        var full = JsonPath.Append(path, name);
        if (Array(json, path, name, required, "an array of objects") is not { } array) return [];
        if (required && array.Count == 0) Bad(full, "the array is empty", "at least one entry");
        var objects = new List<(JsonObject, string)>();
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is JsonObject item) objects.Add((item, $"{full}[{i}]"));
            else Bad($"{full}[{i}]", $"found {JsonWords.Describe(array[i])}", "an object");
        }

        return objects;
    }
}

/// <summary>The finding codes of a kind of file: a key that is missing, a value that will not do, a key nobody knows.</summary>
internal sealed record FieldCodes(string Missing, string Bad, string Unknown);
