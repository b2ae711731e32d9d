using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Options;

namespace PluginHost.Verification;

/// <summary>Checks that the options schemas in a manifest are such as the host writes and understands.</summary>
internal sealed class OptionsSchemaVerifier : IPluginVerifier
{
    private static readonly string[] Types = ["null", "object", "array", "string", "boolean", "number", "integer"];

    public IEnumerable<Finding> Verify(PluginUnderTest plugin)
    {
        for (var i = 0; i < plugin.Manifest.Provides.Count; i++)
        {
            if (plugin.Manifest.Provides[i].Options is not { } schema) continue;
            var faults = new List<(string Path, string What, string Expected)>();
            if (!SchemaTypes.Names(schema).Contains("object", StringComparer.Ordinal))
                faults.Add(("", $"found the type {JsonWords.Text(schema["type"])}", "the type \"object\""));
            Check(schema, "", faults);
            foreach (var (path, what, expected) in faults)
                yield return plugin.Error(
                    FindingCodes.OptionsSchema,
                    JsonPath.Append($"provides[{i}].options", path),
                    $"the options schema of {plugin.Manifest.Provides[i]} is no schema: {what}",
                    expected);
        }
    }

    private static void Check(JsonObject schema, string path, List<(string Path, string What, string Expected)> faults)
    {
        foreach (var type in SchemaTypes.Names(schema).Where(type => !Types.Contains(type)))
            faults.Add((JsonPath.Append(path, "type"), $"unknown type {type}", NearestName.OneOf(Types)));
        if (schema.TryGetPropertyValue("enum", out var allowed) && allowed is not JsonArray { Count: > 0 })
            faults.Add((JsonPath.Append(path, "enum"), $"found {JsonWords.Describe(allowed)}", "an array of values"));
        foreach (var keyword in (string[])["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"])
        {
            if (schema.TryGetPropertyValue(keyword, out var bound) && !SchemaTypes.Matches(bound, "number"))
                faults.Add((JsonPath.Append(path, keyword), $"found {JsonWords.Describe(bound)}", "a number"));
        }

        if (schema.TryGetPropertyValue("properties", out var properties) && properties is not JsonObject)
            faults.Add((JsonPath.Append(path, "properties"), $"found {JsonWords.Describe(properties)}", "an object"));
        foreach (var (name, property) in properties as JsonObject ?? [])
            Below(property, JsonPath.Append(JsonPath.Append(path, "properties"), name), faults);
        if (schema.TryGetPropertyValue("items", out var items)) Below(items, JsonPath.Append(path, "items"), faults);
    }

    private static void Below(JsonNode? schema, string path, List<(string Path, string What, string Expected)> faults)
    {
        if (schema is JsonObject json) Check(json, path, faults);
        else if (schema is null || !SchemaTypes.Matches(schema, "boolean"))
            faults.Add((path, $"found {JsonWords.Describe(schema)}", "a schema"));
    }
}
