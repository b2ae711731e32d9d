using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Json;

namespace PluginHost.Comparisons;

/// <summary>Reads figures out of a run's metrics.json. An index is a number from 0, or <c>last</c>.</summary>
internal static class MetricPath
{
    private const string Last = "[last]";

    /// <summary>What is wrong with a path, or <see langword="null"/>.</summary>
    public static string? Fault(string path) =>
        JsonPath.Split(path.Replace(Last, "[0]", StringComparison.Ordinal)) is null ? $"'{path}' is no path" : null;

    /// <summary>The number at a path; <see langword="null"/> if there is none.</summary>
    public static double? Find(JsonNode? metrics, string path) => Number(Node(metrics, path));

    /// <summary>Why there is no number at a path, as the run says: <c>undefined</c> beside the object in which the number would be.</summary>
    public static string? Why(JsonNode? metrics, string path)
    {
        var names = path.Split('.');
        for (var i = names.Length - 2; i >= 0; i--)
        {
            var above = i == 0 ? metrics : Node(metrics, string.Join('.', names[..i]));
            if (above is JsonObject && Node(above["undefined"], string.Join('.', names[(i + 1)..])) is JsonValue reason) return reason.ToString();
        }

        return null;
    }

    /// <summary>What is at a path; <see langword="null"/> if there is nothing.</summary>
    public static JsonNode? Node(JsonNode? metrics, string path)
    {
        var current = metrics;
        foreach (var piece in path.Split('.'))
        {
            var bracket = piece.IndexOf('[');
            current = (current as JsonObject)?[bracket < 0 ? piece : piece[..bracket]];
            if (bracket < 0) continue;
            foreach (var index in piece[(bracket + 1)..].TrimEnd(']').Split("][")) current = Item(current as JsonArray, index);
        }

        return current;
    }

    /// <summary>Every number and truth value with its path, in the order of the file.</summary>
    public static IEnumerable<(string Path, double Value)> All(JsonNode? node, string path = "")
    {
        if (node is JsonObject fields) return fields.SelectMany(field => All(field.Value, JsonPath.Append(path, field.Key)));
        if (node is JsonArray items) return items.SelectMany((item, index) => All(item, $"{path}[{index}]"));
        return Number(node) is { } number ? [(path, number)] : [];
    }

    private static JsonNode? Item(JsonArray? array, string index)
    {
        if (array is null) return null;
        var at = index == "last" ? array.Count - 1
            : int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        return at >= 0 && at < array.Count ? array[at] : null;
    }

    /// <summary>The number that a value stands for.</summary>
    public static double? Number(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Number => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => null,
    };
}
