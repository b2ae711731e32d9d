using System.Text;
using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Manifests;
using PluginHost.Options;
using PluginHost.Trust;

namespace PluginHost.Packages;

/// <summary>
/// A manifest as a package holds it: the author's, with the hash of every file and the options schema of every component.
/// </summary>
internal static class PackedManifest
{
    /// <summary>Adds hashes, and schemas where they are known.</summary>
    /// <param name="source">The manifest as the author wrote it.</param>
    /// <param name="hashes">SHA-256 by path.</param>
    /// <param name="schemas">Schemas by component (<c>kind.name</c>); a component without options is absent.</param>
    public static byte[] Create(
        JsonObject source,
        IReadOnlyDictionary<string, string> hashes,
        IReadOnlyDictionary<string, JsonObject> schemas)
    {
        var json = (JsonObject)source.DeepClone();
        ManifestSchemas.Add(json, schemas);
        json["files"] = new JsonObject(
            hashes.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
        return Encoding.UTF8.GetBytes(JsonFile.Text(json).ReplaceLineEndings("\n") + "\n");
    }

    /// <summary>Writes hashes into the manifest of a folder, so that loading can check its files from now on.</summary>
    public static void Stamp(string folder)
    {
        var file = Path.Combine(folder, ManifestReader.FileName);
        var source = LocatedJson.Read(file, FindingCodes.ManifestUnreadable, FindingCodes.ManifestUnreadable).Value!;
        File.WriteAllBytes(file, Create(source.Root, Hashes(folder), new Dictionary<string, JsonObject>(StringComparer.Ordinal)));
    }

    /// <summary>The SHA-256 of every file of a plugin but its manifest.</summary>
    public static Dictionary<string, string> Hashes(string folder) =>
        PluginFiles.In(folder)
            .Where(file => file != ManifestReader.FileName)
            .ToDictionary(file => file, file => FileHash.Of(Path.Combine(folder, file)), StringComparer.Ordinal);
}
