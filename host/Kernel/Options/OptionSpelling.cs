using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Json;

namespace PluginHost.Options;

/// <summary>
/// Brings options to the words of their schema: a word of a list that differs in case, hyphens or underscores only (<c>All</c>,
/// <c>whole_stream</c>) becomes the schema's own, and values that no option has (properties that a class computes) are left out.
/// </summary>
internal static class OptionSpelling
{
    /// <summary>Returns options with the schema's words.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">The options as a job has them; not changed.</param>
    public static JsonNode? OfSchema(JsonObject schema, JsonNode? options) => Spell(schema, options?.DeepClone());

    /// <summary>Returns written options without what the schema does not have.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">The options as their class writes them; changed.</param>
    public static JsonNode? WithoutComputed(JsonObject schema, JsonNode? options)
    {
        if (options is JsonArray array && schema["items"] is JsonObject items)
        {
            foreach (var item in array) WithoutComputed(items, item);
        }

        if (options is not JsonObject json) return options;
        var properties = schema["properties"] as JsonObject;
        foreach (var (name, value) in json.ToArray())
        {
            if (properties?[name] is JsonObject below) WithoutComputed(below, value);
            else if (schema["additionalProperties"] is JsonObject others) WithoutComputed(others, value);
            else if (properties is not null && !properties.ContainsKey(name) && IsClosed(schema)) json.Remove(name);
        }

        return json;
    }

    private static JsonNode? Spell(JsonObject schema, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject json:
                foreach (var (name, item) in json.ToArray())
                {
                    var below = (schema["properties"] as JsonObject)?[name] ?? schema["additionalProperties"];
                    if (below is JsonObject child && Spell(child, item) is { } spelt && !ReferenceEquals(spelt, item)) json[name] = spelt;
                }

                return json;
            case JsonArray array when schema["items"] is JsonObject items:
                for (var i = 0; i < array.Count; i++)
                {
                    if (Spell(items, array[i]) is { } spelt && !ReferenceEquals(spelt, array[i])) array[i] = spelt;
                }

                return array;
            case JsonValue when schema["enum"] is JsonArray allowed && JsonWords.TryString(value, out var word):
                return Word(allowed, word) is { } meant ? JsonValue.Create(meant) : value;
            default:
                return value;
        }
    }

    private static string? Word(JsonArray allowed, string word)
    {
        string[] words = [.. allowed.Where(item => JsonWords.TryString(item, out _)).Select(item => item!.GetValue<string>())];
        if (words.Contains(word, StringComparer.Ordinal)) return null;
        var alike = words.Where(each => string.Equals(Bare(each), Bare(word), StringComparison.OrdinalIgnoreCase)).ToArray();
        return alike.Length == 1 ? alike[0] : null;
    }

    private static bool IsClosed(JsonObject schema) => schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False;

    private static string Bare(string word) => word.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
}
