using System.Text.Json.Nodes;

namespace PluginHost.Options;

/// <summary>The options schemas inside a manifest.</summary>
internal static class ManifestSchemas
{
    /// <summary>Puts schemas beside the components of a manifest; the schema of a component that is not told stays.</summary>
    /// <param name="manifest">The manifest; changed.</param>
    /// <param name="schemas">Schemas by component (<c>kind.name</c>); a component without options is absent.</param>
    public static void Add(JsonObject manifest, IReadOnlyDictionary<string, JsonObject> schemas)
    {
        foreach (var provided in (manifest["provides"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (schemas.TryGetValue($"{provided["kind"]}.{provided["name"]}", out var schema)) provided["options"] = schema.DeepClone();
        }
    }
}
