using System.Text.Json.Nodes;

namespace PluginHost.PluginKit.Trials;

/// <summary>Reads metrics.json without what depends on the clock or names the run.</summary>
internal static class TrialMetrics
{
    public static string Read(string runFolder)
    {
        var file = Path.Combine(runFolder, "metrics.json");
        if (!File.Exists(file)) return "";
        var metrics = JsonNode.Parse(File.ReadAllText(file))!;
        Strip(metrics);
        return metrics.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Strip(item);
        }

        if (node is not JsonObject fields) return;
        foreach (var key in fields.Select(field => field.Key).ToArray())
        {
            if (key.Contains("econds", StringComparison.Ordinal) || key is "stepsPerSecond" or "run" or "threads") fields.Remove(key);
            else Strip(fields[key]);
        }
    }
}
