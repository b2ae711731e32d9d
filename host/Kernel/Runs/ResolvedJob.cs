using System.Reflection;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Json;
using PluginHost.Options;

namespace PluginHost.Runs;

/// <summary>
/// A job with everything filled in: exact plugin versions and every option. Running it again from anywhere does the same.
/// </summary>
internal static class ResolvedJob
{
    /// <summary>Keys that may differ between a run and its continuation: they do not change what is computed.</summary>
    private static readonly string[] FreeOnResume = ["name", "description", "threads", "plugins", "output", "baseDirectory"];

    // A job that names no observer any more has no entry that would tell.
    private static readonly string ObserverKind = typeof(IRunObserver).GetCustomAttribute<ComponentKindAttribute>()!.Kind;

    /// <summary>Resolves a job whose components are bound; one that has no plugin is left out.</summary>
    public static JsonObject Create(Job job, IReadOnlyList<string> directories)
    {
        var json = new JsonObject { ["name"] = job.Name };
        if (job.Json.Root["description"] is { } description) json["description"] = description.DeepClone();
        json["seed"] = job.Seed;
        json["device"] = job.Device;
        json["threads"] = job.Threads;
        json["baseDirectory"] = job.Directory;
        json["plugins"] = new JsonArray(
            [.. directories.Concat(job.PluginDirectories).Distinct(StringComparer.Ordinal).Select(path => JsonValue.Create(path))]);
        json["output"] = job.Output;
        foreach (var group in job.Components.Where(component => component.Registration is not null).GroupBy(component => component.Key))
        {
            var components = group.Select(Component).ToArray();
            json[group.Key] = components.Length == 1 && !group.First().Registration!.Many ? components[0] : new JsonArray(components);
        }

        return json;
    }

    /// <summary>Compares a stored resolved job with the present one and names every path that differs.</summary>
    public static FindingList Compare(JsonObject stored, JsonObject present, Job job)
    {
        var findings = new FindingList();
        foreach (var (path, then, now) in Differences(stored, present, FreePaths(job)))
        {
            findings.Error(
                FindingCodes.ResumeDiffers,
                job.Json.Where(path),
                $"the run to be resumed had {JsonWords.Whole(then)}, the job now has {JsonWords.Whole(now)}",
                fix: "Undo the change, or run without --resume to start anew.");
        }

        return findings;
    }

    /// <summary>Every path at which two resolved jobs would not compute the same.</summary>
    /// <param name="stored">The one of before.</param>
    /// <param name="present">The present one.</param>
    /// <param name="free">What <see cref="FreePaths"/> gives of the present one.</param>
    public static IReadOnlyList<(string Path, JsonNode? Then, JsonNode? Now)> Differences(
        JsonObject stored, JsonObject present, IReadOnlyCollection<string> free) =>
        [.. AllDifferences(stored, present, [.. FreeOnResume, .. free])];

    /// <summary>Every path at which two resolved jobs differ.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    /// <param name="except">Paths that are not compared, nor is what lies below them.</param>
    public static IEnumerable<(string Path, JsonNode? First, JsonNode? Second)> AllDifferences(
        JsonObject first, JsonObject second, IReadOnlyCollection<string> except)
    {
        var differences = new List<(string Path, JsonNode? First, JsonNode? Second)>();
        foreach (var key in first.Select(pair => pair.Key).Union(second.Select(pair => pair.Key)).Order(StringComparer.Ordinal))
            Collect(key, first[key], second[key], differences);
        return differences.Where(difference => !except.Any(path => JsonPath.IsAtOrBelow(difference.Path, path)));
    }

    /// <summary>
    /// The paths of a resolved job at which another value changes no number: kinds and options that say so
    /// (<see cref="DoesNotAffectNumbersAttribute"/>).
    /// </summary>
    public static IReadOnlyList<string> FreePaths(Job job)
    {
        var paths = new List<string> { ObserverKind };
        foreach (var group in job.Components.Where(component => component.Registration is not null).GroupBy(component => component.Key))
        {
            var components = group.ToArray();
            if (components[0].Registration!.Contract.IsDefined(typeof(DoesNotAffectNumbersAttribute), inherit: false)) paths.Add(group.Key);
            for (var i = 0; i < components.Length; i++)
            {
                var registration = components[i].Registration!;
                var path = components.Length == 1 && !registration.Many ? group.Key : $"{group.Key}[{i}]";
                if (registration.Options is { } options) CollectFree($"{path}.options", OptionsSchema.Create(options), paths);
            }
        }

        return paths;
    }

    private static void CollectFree(string path, JsonObject schema, List<string> paths)
    {
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (property is not JsonObject below) continue;
            if (below[OptionsSchema.AffectsNumbers] is not null) paths.Add(JsonPath.Append(path, name));
            else CollectFree(JsonPath.Append(path, name), below, paths);
        }
    }

    private static JsonNode Component(JobComponent component)
    {
        var json = new JsonObject
        {
            ["use"] = component.Use,
            ["plugin"] = component.Plugin!.Manifest.Id,
            ["version"] = $"[{component.Plugin!.Manifest.Version.ToNormalizedString()}]",
        };
        if (component.ResolvedOptions is { } options) json["options"] = options.DeepClone();
        return json;
    }

    private static void Collect(string path, JsonNode? then, JsonNode? now, List<(string Path, JsonNode? Then, JsonNode? Now)> differences)
    {
        if (then is JsonObject before && now is JsonObject after)
        {
            foreach (var key in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key)))
                Collect(JsonPath.Append(path, key), before[key], after[key], differences);
        }
        else if (then is JsonArray old && now is JsonArray current)
        {
            for (var i = 0; i < Math.Max(old.Count, current.Count); i++)
                Collect($"{path}[{i}]", i < old.Count ? old[i] : null, i < current.Count ? current[i] : null, differences);
        }
        else if (!JsonNode.DeepEquals(then, now))
        {
            differences.Add((path, then, now));
        }
    }
}
