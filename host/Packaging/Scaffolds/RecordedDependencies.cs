using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Scaffolds;

/// <summary>What projects of ours refer to directly, as their build recorded it in a <c>.deps.json</c>.</summary>
/// <param name="Projects">Other projects, by the names of their assemblies.</param>
/// <param name="Packages">Packages with their versions, by id.</param>
internal sealed record RecordedDependencies(IReadOnlyList<string> Projects, IReadOnlyList<KeyValuePair<string, string>> Packages)
{
    /// <summary>Reads a <c>.deps.json</c>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="of">The assemblies of the projects whose direct references count.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static RecordedDependencies Read(string file, params string[] of)
    {
        var json = Parse(file);
        var libraries = json["libraries"] as JsonObject ?? [];
        var target = (json["targets"] as JsonObject)?.Select(pair => pair.Value).OfType<JsonObject>().FirstOrDefault() ?? [];
        var projects = new SortedSet<string>(StringComparer.Ordinal);
        var packages = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, library) in target)
        {
            if (!of.Contains(AssemblyOf(name, library)) || library?["dependencies"] is not JsonObject direct) continue;
            foreach (var (id, version) in direct)
            {
                var kind = (string?)libraries[$"{id}/{version}"]?["type"];
                if (kind == "project") projects.Add(AssemblyOf(id, target[$"{id}/{version}"]));
                if (kind == "package") packages[id] = (string)version!;
            }
        }

        return new RecordedDependencies([.. projects], [.. packages]);
    }

    /// <summary>A project stands under the id of its package, which need not be the name of its assembly.</summary>
    private static string AssemblyOf(string name, JsonNode? library) =>
        (library?["runtime"] as JsonObject ?? []).Select(file => Path.GetFileNameWithoutExtension(file.Key)).FirstOrDefault() ?? name.Split('/')[0];

    private static JsonObject Parse(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new InvalidDataException($"{file} is no .deps.json");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{file} is no .deps.json: {exception.Message}", exception);
        }
    }
}
