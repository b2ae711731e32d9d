using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace PluginHost.Training;

/// <summary>
/// What the numbers of a run depend on, besides its samples: seed, threads, stream, strategies and the engine's options. It is part of each
/// saved state, and a run that is resumed under another basis is refused with each difference at its path.
/// </summary>
public static class RunBasis
{
    private const string Threads = "threads";

    /// <summary>The options of a component without those that change no number (<see cref="DoesNotAffectNumbersAttribute"/>).</summary>
    /// <typeparam name="TOptions">The options class.</typeparam>
    /// <param name="options">The options.</param>
    /// <param name="type">Their source-generated type information.</param>
    /// <returns>The options as JSON.</returns>
    public static JsonObject Of<TOptions>(TOptions options, JsonTypeInfo<TOptions> type)
    {
        var json = JsonSerializer.SerializeToNode(options, type)!.AsObject();
        Strip(json, type);
        return json;
    }

    /// <summary>The basis of a run.</summary>
    /// <param name="parts">The parts of the job.</param>
    /// <param name="stream">The stream as it is run.</param>
    /// <param name="weights">The hash of the weights that the model starts from; <see langword="null"/> if it starts anew.</param>
    /// <returns>The basis as JSON.</returns>
    public static JsonObject Of(JobParts parts, LearningStream stream, string? weights = null) => new()
    {
        ["weights"] = weights,
        ["seed"] = parts.Run.Seed,
        [Threads] = parts.Run.Threads,
        ["dataset"] = parts.Dataset.Info.Name,
        ["classes"] = Texts(stream.ClassNames),
        ["benchmark"] = new JsonArray([.. stream.Experiences.Select(experience => new JsonObject
        {
            ["taskId"] = experience.TaskId,
            ["domain"] = experience.Domain,
            ["merged"] = experience.Merged,
            ["classes"] = Texts(experience.Classes.Select(label => stream.ClassNames[label])),
        })]),
        ["strategy"] = Texts(parts.Strategies.Select(strategy => ComponentName.Of(strategy))),
        ["engine"] = new JsonObject { ["options"] = parts.OptionsJson.DeepClone() },
    };

    /// <summary>Compares the basis of a saved state with the present one.</summary>
    /// <param name="then">The one of the saved state.</param>
    /// <param name="now">The present one.</param>
    /// <param name="acceptThreads">Whether another number of threads is accepted.</param>
    /// <returns>A finding for each difference.</returns>
    public static IEnumerable<Finding> Compare(JsonObject then, JsonObject now, bool acceptThreads)
    {
        var differences = new List<(string Path, JsonNode? Then, JsonNode? Now)>();
        Collect("", then, now, differences);
        foreach (var (path, before, after) in differences)
        {
            if (path != Threads)
            {
                yield return new()
                {
                    Code = "CE0301",
                    Where = path,
                    What = $"The saved state was made with {Text(before)}, the job now has {Text(after)}",
                    Expected = "the same",
                    Fix = "Undo the change, or run without --resume to start anew.",
                };
            }
            else if (!acceptThreads)
            {
                yield return new()
                {
                    Code = "CE0303",
                    Where = path,
                    What = $"The saved state was computed with {Text(before)} threads, the run now has {Text(after)}: sums in another order "
                        + "differ in their last bits, so the second half of the run would not be what an uninterrupted run computes",
                    Expected = "the same number",
                    Fix = $"Resume with --threads {Text(before)}, or accept it with --set engine.options.acceptOtherThreads=true.",
                };
            }
        }
    }

    private static void Strip(JsonObject json, JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider?.IsDefined(typeof(DoesNotAffectNumbersAttribute), inherit: true) == true) json.Remove(property.Name);
            else if (json[property.Name] is JsonObject below) Strip(below, type.Options.GetTypeInfo(property.PropertyType));
        }
    }

    private static void Collect(string path, JsonNode? then, JsonNode? now, List<(string Path, JsonNode? Then, JsonNode? Now)> differences)
    {
        if (then is JsonObject before && now is JsonObject after)
        {
            foreach (var key in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key), StringComparer.Ordinal))
                Collect(path.Length == 0 ? key : $"{path}.{key}", before[key], after[key], differences);
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

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "nothing";
}
