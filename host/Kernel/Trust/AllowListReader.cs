using System.Text.Json.Nodes;
using NuGet.Versioning;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Manifests;

namespace PluginHost.Trust;

/// <summary>Reads <c>plugins.allow.json</c>. A list with a fault allows nothing: a slip must not open what it was to close.</summary>
internal sealed class AllowListReader
{
    private static readonly string[] Keys = ["$schema", "description", "builtIn", "plugins"];
    private static readonly string[] EntryKeys = ["id", "version", "sha256"];

    private readonly LocatedJson _json;
    private readonly FindingList _findings = new();

    private AllowListReader(LocatedJson json) => _json = json;

    public static Result<AllowList> Read(string file)
    {
        var (json, findings) = LocatedJson.Read(file, FindingCodes.AllowListUnreadable, FindingCodes.AllowListUnreadable);
        AllowList? list = null;
        if (json is not null)
        {
            var reader = new AllowListReader(json);
            list = reader.Read();
            findings.AddRange(reader._findings);
        }

        return new(
            list is null || findings.HasErrors ? new AllowList { Display = LocatedJson.DisplayName(file), Plugins = [] } : list, findings);
    }

    private AllowList Read()
    {
        var root = _json.Root;
        RefuseUnknown(root, "", Keys);
        var builtIn = true;
        if (root.TryGetPropertyValue("builtIn", out var flag) && flag?.GetValueKind() is not (null or System.Text.Json.JsonValueKind.True))
        {
            builtIn = false;
            if (flag.GetValueKind() != System.Text.Json.JsonValueKind.False) Bad("builtIn", flag, "true or false");
        }

        var plugins = new List<AllowedPlugin>();
        if (root["plugins"] is JsonArray entries)
        {
            for (var i = 0; i < entries.Count; i++)
            {
                if (ReadEntry(entries[i], $"plugins[{i}]") is { } plugin) plugins.Add(plugin);
            }
        }
        else
        {
            Bad("plugins", root["plugins"], "an array of { \"id\", \"version\", \"sha256\" }");
        }

        return new AllowList { Display = _json.Display, Plugins = plugins, BuiltIn = builtIn };
    }

    private AllowedPlugin? ReadEntry(JsonNode? node, string path)
    {
        if (JsonWords.TryString(node, out var shorthand)) return new AllowedPlugin(shorthand, VersionRange.All, []);
        if (node is not JsonObject json)
        {
            Bad(path, node, "an id, or { \"id\", \"version\", \"sha256\" }");
            return null;
        }

        RefuseUnknown(json, path, EntryKeys);
        if (!JsonWords.TryString(json["id"], out var id) || id.Length == 0)
            Bad($"{path}.id", json["id"], "a plugin's id, or its beginning and *");
        var range = VersionRange.All;
        if (json.TryGetPropertyValue("version", out var version)
            && !(JsonWords.TryString(version, out var text) && VersionRange.TryParse(text, out range)))
            Bad($"{path}.version", version, "a version range such as \"[1.0,2.0)\"");
        return new AllowedPlugin(id, range ?? VersionRange.All, ReadHashes(json["sha256"], $"{path}.sha256"));
    }

    private List<string> ReadHashes(JsonNode? node, string path)
    {
        var hashes = new List<string>();
        foreach (var item in node switch { null => [], JsonArray several => several.ToArray(), _ => [node] })
        {
            if (JsonWords.TryString(item, out var hash) && FileHash.IsHash(hash)) hashes.Add(hash.ToLowerInvariant());
            else Bad(path, item, "a SHA-256 of 64 hexadecimal digits, as 'plugins verify' prints it");
        }

        if (node is JsonArray { Count: 0 }) Bad(path, node, "at least one SHA-256; without the key, any content is allowed");
        return hashes;
    }

    private void RefuseUnknown(JsonObject json, string path, string[] keys)
    {
        foreach (var (name, _) in json.Where(pair => !keys.Contains(pair.Key)))
            _findings.Error(
                FindingCodes.AllowListUnreadable,
                _json.Where(JsonPath.Append(path, name)),
                $"unknown key '{name}'",
                NearestName.OneOf(keys),
                NearestName.Suggest(name, keys));
    }

    private void Bad(string path, JsonNode? found, string expected) =>
        _findings.Error(FindingCodes.AllowListUnreadable, _json.Where(path), $"found {JsonWords.Describe(found)}", expected);
}
