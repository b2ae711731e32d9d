using System.Text.Json.Nodes;

namespace PluginHost.Scaffolds;

/// <summary>Which packages of other feeds the conformance kit needs: its own and the host's, as its build recorded them.</summary>
internal static class KitDependencies
{
    /// <summary>Reads a <c>.deps.json</c>.</summary>
    /// <returns>Packages with versions, by name.</returns>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string file)
    {
        var json = JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new InvalidDataException($"{file} is no .deps.json");
        var libraries = json["libraries"] as JsonObject ?? [];
        var target = (json["targets"] as JsonObject)?.Select(pair => pair.Value).OfType<JsonObject>().FirstOrDefault() ?? [];
        var found = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, library) in target)
        {
            // Projects of ours lie in the feed or in the kit's package; what they reference directly is what counts.
            if ((string?)libraries[name]?["type"] != "project" || library?["dependencies"] is not JsonObject direct) continue;
            foreach (var (id, version) in direct)
            {
                if ((string?)libraries[$"{id}/{version}"]?["type"] == "package") found[id] = (string)version!;
            }
        }

        return [.. found];
    }
}
