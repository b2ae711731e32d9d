using System.Text.Json.Nodes;
using PluginHost.Composition;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Runs;

/// <summary>
/// A job with everything filled in: exact plugin versions and every option. Running it again from anywhere does the same.
/// </summary>
internal static class ResolvedJob
{
    /// <summary>Keys that may differ between a run and its continuation: they do not change what is computed.</summary>
    private static readonly string[] FreeOnResume = ["name", "description", "threads", "plugins", "output", "baseDirectory"];

    public static JsonObject Create(PreparedJob prepared, IReadOnlyList<string> directories)
    {
        var job = prepared.Job;
        var json = new JsonObject { ["name"] = job.Name };
        if (job.Json.Root["description"] is { } description) json["description"] = description.DeepClone();
        json["seed"] = job.Seed;
        json["device"] = job.Device;
        json["threads"] = job.Threads;
        json["baseDirectory"] = job.Directory;
        json["plugins"] = new JsonArray(
            [.. directories.Concat(job.PluginDirectories).Distinct(StringComparer.Ordinal).Select(path => JsonValue.Create(path))]);
        json["output"] = job.Output;
        foreach (var group in prepared.Entries.GroupBy(entry => entry.Entry.Key))
        {
            var components = group.Select(Component).ToArray();
            json[group.Key] = components.Length == 1 && !group.First().Component.Many ? components[0] : new JsonArray(components);
        }

        return json;
    }

    /// <summary>Compares a stored resolved job with the present one and names every path that differs.</summary>
    public static void Compare(JsonObject stored, JsonObject present, PreparedJob prepared, FindingList findings)
    {
        foreach (var (path, then, now) in Differences(stored, present))
        {
            findings.Error(
                FindingCodes.ResumeDiffers,
                prepared.Job.Json.Where(path),
                $"the run to be resumed had {JsonWords.Text(then)}, the job now has {JsonWords.Text(now)}",
                fix: "Undo the change, or run without --resume to start anew.");
        }
    }

    /// <summary>Every path at which two resolved jobs would not compute the same.</summary>
    public static IReadOnlyList<(string Path, JsonNode? Then, JsonNode? Now)> Differences(JsonObject stored, JsonObject present)
    {
        var differences = new List<(string Path, JsonNode? Then, JsonNode? Now)>();
        var keys = stored.Select(pair => pair.Key).Union(present.Select(pair => pair.Key)).Except(FreeOnResume);
        foreach (var key in keys.Order(StringComparer.Ordinal))
            Collect(key, stored[key], present[key], differences);
        return differences;
    }

    private static JsonNode Component(PreparedEntry entry)
    {
        var json = new JsonObject
        {
            ["use"] = entry.Entry.Use,
            ["plugin"] = entry.Plugin.Manifest.Id,
            ["version"] = $"[{entry.Plugin.Manifest.Version.ToNormalizedString()}]",
        };
        if (entry.Options is { Resolved: { } options }) json["options"] = options.DeepClone();
        return json;
    }

    private static void Collect(string path, JsonNode? then, JsonNode? now, List<(string Path, JsonNode? Then, JsonNode? Now)> differences)
    {
        if (then is JsonObject before && now is JsonObject after)
        {
            foreach (var key in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key)))
                Collect(JsonPath.Append(path, key), before[key], after[key], differences);
        }
        else if (then is JsonArray old && now is JsonArray current && old.Count == current.Count)
        {
            for (var i = 0; i < old.Count; i++) Collect($"{path}[{i}]", old[i], current[i], differences);
        }
        else if (!JsonNode.DeepEquals(then, now))
        {
            differences.Add((path, then, now));
        }
    }
}
