using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Json;

namespace PluginHost.Options;

/// <summary>The <c>type</c> keyword of a schema and how values relate to it.</summary>
internal static class SchemaTypes
{
    /// <summary>The types that a schema of unknown origin names; whatever is no text stands as it is written.</summary>
    public static IReadOnlyList<string> Names(JsonObject schema) => schema["type"] switch
    {
        null => [],
        JsonArray several => [.. several.Select(Name)],
        { } one => [Name(one)],
    };

    public static bool Matches(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => JsonWords.TryInteger(value, out _),
        _ => false,
    };

    /// <summary>Words for what a schema expects: "an integer from 1 to 10".</summary>
    public static string Describe(JsonObject schema)
    {
        if (schema["enum"] is JsonArray allowed)
            return (allowed.Count > 1 ? "one of " : "") + string.Join(", ", allowed.Select(JsonWords.Text));
        var types = string.Join(" or ", OptionsSchema.TypesOf(schema).Select(Noun));
        return (types.Length == 0 ? "any value" : types) + Range(schema);
    }

    /// <summary>Words for the bounds of a schema: " from 0 to 1"; empty without bounds.</summary>
    public static string Range(JsonObject schema)
    {
        var least = schema["minimum"]?.ToJsonString();
        var above = schema["exclusiveMinimum"]?.ToJsonString();
        var most = schema["maximum"]?.ToJsonString();
        var below = schema["exclusiveMaximum"]?.ToJsonString();
        var low = least is not null ? $" from {least}" : above is not null ? $" above {above}" : "";
        var high = most is not null ? $" to {most}" : below is not null ? $" to below {below}" : "";
        if (low.Length == 0 && high.Length > 0) return " up" + high;
        return least is not null && high.Length == 0 ? low + " up" : low + high;
    }

    private static string Name(JsonNode? type) => JsonWords.TryString(type, out var text) ? text : JsonWords.Text(type);

    private static string Noun(string type) => type switch
    {
        "integer" => "an integer",
        "number" => "a number",
        "string" => "a text",
        "boolean" => "true or false",
        "array" => "an array",
        "object" => "an object",
        _ => type,
    };
}
