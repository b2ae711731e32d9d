using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Json;

namespace PluginHost.Reports.Reading;

/// <summary>Reads what may be something else than expected: whatever does not fit is not there.</summary>
internal static class JsonReading
{
    /// <summary>The value of a key.</summary>
    public static JsonNode? At(this JsonNode? node, string name) =>
        node is JsonObject json && json.TryGetPropertyValue(name, out var value) ? value : null;

    /// <summary>A text; empty if there is none.</summary>
    public static string Text(this JsonNode? node) => JsonWords.TryString(node, out var text) ? text : node is JsonValue ? node.ToString() : "";

    /// <summary>A number.</summary>
    public static double? Number(this JsonNode? node) => MetricPath.Number(node);

    /// <summary>A truth value.</summary>
    public static bool IsTrue(this JsonNode? node) => MetricPath.Number(node) == 1;

    /// <summary>The entries of an array.</summary>
    public static IEnumerable<JsonNode?> Items(this JsonNode? node) => node as JsonArray ?? [];

    /// <summary>Those of them that are objects.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => node.Items().OfType<JsonObject>();

    /// <summary>The keys and values of an object.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Fields(this JsonNode? node) => node as JsonObject ?? [];

    /// <summary>The texts of an array.</summary>
    public static string[] Texts(this JsonNode? node) => [.. node.Items().Select(Text)];

    /// <summary>The numbers of an array, with <see langword="null"/> where there is none.</summary>
    public static double?[] Numbers(this JsonNode? node) => [.. node.Items().Select(Number)];
}
