using System.Text;
using System.Text.Json.Nodes;

namespace PluginHost.PluginKit.Jobs;

/// <summary>
/// A whole job of a second: four procedural classes in two experiences, two steps each, on one thread. The component under test takes
/// the place of
/// the job's own of the same kind, or stands before them where a job may have several.
/// </summary>
public static class TinyJob
{
    private static readonly string[] Several = ["metric", "observer", "diagnostic"];

    /// <summary>The job as it stands, with built-in components only.</summary>
    public static JsonObject Create()
    {
        using var stream = typeof(TinyJob).Assembly.GetManifestResourceStream("tiny.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    /// <summary>The job with one component of one's own.</summary>
    /// <param name="kind">The component's kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="plugin">The id of its plugin.</param>
    /// <param name="options">Its options, a JSON object.</param>
    /// <exception cref="System.Text.Json.JsonException">The options are no JSON.</exception>
    public static JsonObject With(string kind, string name, string plugin, string options = "{}")
    {
        var job = Create();
        var entry = new JsonObject
        {
            ["use"] = name,
            ["plugin"] = plugin,
            ["options"] = JsonNode.Parse(Encoding.UTF8.GetBytes(options)),
        };
        job[kind] = Several.Contains(kind) ? new JsonArray([entry, .. Others(job[kind], name)]) : entry;
        return job;
    }

    private static IEnumerable<JsonNode?> Others(JsonNode? present, string name) =>
        (present as JsonArray ?? []).Where(item => NameOf(item) != name).Select(item => item?.DeepClone());

    private static string? NameOf(JsonNode? entry) => entry is JsonObject json ? (string?)json["use"] : (string?)entry;
}
