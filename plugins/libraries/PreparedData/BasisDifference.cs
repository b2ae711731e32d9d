using System.Text.Json.Nodes;

namespace PluginHost.PreparedData;

/// <summary>A place at which what made a store differs from what would make it now.</summary>
/// <param name="Path">The path, such as <c>dataset.options.folder</c>.</param>
/// <param name="Then">What was there when the store was begun.</param>
/// <param name="Now">What is there now.</param>
internal sealed record BasisDifference(string Path, string Then, string Now)
{
    /// <summary>Compares two bases.</summary>
    /// <param name="then">The one of the store.</param>
    /// <param name="now">The present one.</param>
    /// <param name="path">Where both lie.</param>
    public static IEnumerable<BasisDifference> Between(JsonNode? then, JsonNode? now, string path = "")
    {
        if (then is JsonObject before && now is JsonObject after)
        {
            return before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key), StringComparer.Ordinal)
                .SelectMany(key => Between(before[key], after[key], path.Length == 0 ? key : $"{path}.{key}"));
        }

        return JsonNode.DeepEquals(then, now) ? [] : [new(path, Text(then), Text(now))];
    }

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "nothing";
}
