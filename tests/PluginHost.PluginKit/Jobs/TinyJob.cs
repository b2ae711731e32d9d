using System.Text;
using System.Text.Json.Nodes;

namespace PluginHost.PluginKit.Jobs;

/// <summary>
/// A whole job of a second for each task that the kit knows: four classes in two experiences, two steps each, on one thread. The component
/// under test takes the place of the job's own of the same kind, or stands before them where a job may have several.
/// </summary>
public static class TinyJob
{
    /// <summary>The job of procedural sounds that are separated.</summary>
    public const string Separation = "separation";

    /// <summary>The job of letters, described by sixteen numbers each, that are classified.</summary>
    public const string Classification = "classification";

    private static readonly string[] s_several = ["metric", "observer", "diagnostic"];

    private static readonly Dictionary<string, (string Resource, string ModelKey)> s_tasks = new(StringComparer.Ordinal)
    {
        [Separation] = ("tiny.json", "separator"),
        [Classification] = ("classification.json", "classifier"),
    };

    /// <summary>The job of a task as it stands, with built-in components only.</summary>
    /// <param name="task">The task's name.</param>
    /// <exception cref="ArgumentException">The kit has no job of that task.</exception>
    public static JsonObject Create(string task = Separation)
    {
        using var stream = typeof(TinyJob).Assembly.GetManifestResourceStream(Of(task).Resource)!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    /// <summary>The job with one component of one's own.</summary>
    /// <param name="kind">The component's kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="plugin">The id of its plugin.</param>
    /// <param name="options">Its options, a JSON object.</param>
    /// <param name="task">The task's name.</param>
    /// <exception cref="System.Text.Json.JsonException">The options are no JSON.</exception>
    /// <exception cref="ArgumentException">The kit has no job of that task.</exception>
    public static JsonObject With(string kind, string name, string plugin, string options = "{}", string task = Separation)
    {
        var job = Create(task);
        var entry = new JsonObject
        {
            ["use"] = name,
            ["plugin"] = plugin,
            ["options"] = JsonNode.Parse(Encoding.UTF8.GetBytes(options)),
        };
        var key = kind == "model" ? Of(task).ModelKey : kind;
        job[key] = s_several.Contains(kind) ? new JsonArray([entry, .. Others(job[key], name)]) : entry;
        return job;
    }

    private static (string Resource, string ModelKey) Of(string task) => s_tasks.TryGetValue(task, out var known)
        ? known
        : throw new ArgumentException($"The kit has no job of the task '{task}'; it has {string.Join(", ", s_tasks.Keys)}.", nameof(task));

    private static IEnumerable<JsonNode?> Others(JsonNode? present, string name) =>
        (present as JsonArray ?? []).Where(item => NameOf(item) != name).Select(item => item?.DeepClone());

    private static string? NameOf(JsonNode? entry) => entry is JsonObject json ? (string?)json["use"] : (string?)entry;
}
