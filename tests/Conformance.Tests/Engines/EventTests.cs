using System.Reflection;
using System.Text.Json.Nodes;

namespace PluginHost.Conformance.Tests;

/// <summary>The tiny job of separation made one of audio-visual events: a mixture of adapters localises them, parses clips or segments pictures.</summary>
internal static class EventJob
{
    public const string NetworkOptions = """
        {
          "tokens": 2, "hidden": 8, "vision": { "depths": [1, 1], "heads": [2, 2] }, "sound": { "side": 16, "depths": [1, 1], "heads": [2, 2] },
          "routerNoise": 0.01, "balance": 0.01
        }
        """;

    private const string Segments =
        """{ "segments": 2, "seconds": 0.25, "pictureSize": 16, "bands": 16, "transform": 512, "hop": 128, "largest": 1, "labels": "clip" }""";

    /// <summary>Events of the synthetic data set, whose labels hold for whole clips.</summary>
    public static JsonObject Of(JsonObject job, string kind = "ave", string network = "avmoe")
    {
        job.Remove("separator");
        job.Remove("features");
        job["network"] ??= new JsonObject { ["use"] = network, ["options"] = JsonNode.Parse(NetworkOptions) };
        job["dataset"]!["options"]!["colour"] = true;
        job["task"] = new JsonObject { ["use"] = "events", ["options"] = JsonNode.Parse(Segments) };
        job["task"]!["options"]!["task"] = kind;
        var tested = job["metric"]!.AsArray().Where(metric => Name(metric) is not ("bss-eval" or "continual")).Select(metric => metric!.DeepClone()).ToArray();
        JsonNode[] own = tested.Length > 0 ? tested : [JsonValue.Create(kind == "ave" ? "segment-accuracy" : kind == "llp" ? "parsing-f" : "mask-scores")];
        job["metric"] = new JsonArray([.. own, JsonValue.Create("continual")]);
        return job;
    }

    /// <summary>Masks of the toy clips of the tests of events, a plugin that is built along with these tests.</summary>
    public static JsonObject Masks(JsonObject job)
    {
        job = Of(job, "avs", "avmoe-masks");
        var folder = typeof(EventJob).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "SoundingClips").Value;
        job["plugins"] = new JsonArray(JsonValue.Create(folder));
        job["dataset"] = "sounding-clips";
        job["task"]!["options"]!["segments"] = 4;
        job["task"]!["options"]!["seconds"] = 0.125;
        return job;
    }

    private static string? Name(JsonNode? entry) => entry is JsonObject json ? (string?)json["use"] : (string?)entry;
}

public sealed class EventTaskTests() : TaskConformance("task.events", "events", """{ "segments": 2, "labels": "clip" }""")
{
    /// <inheritdoc/>
    protected override JsonObject Job() => EventJob.Of(base.Job());
}

public sealed class AvMoeTests() : ModelConformance("avmoe", "avmoe", EventJob.NetworkOptions)
{
    /// <inheritdoc/>
    protected override JsonObject Job() => EventJob.Of(base.Job());
}

public sealed class AvMoeMasksTests() : ModelConformance("avmoe", "avmoe-masks", EventJob.NetworkOptions)
{
    /// <inheritdoc/>
    protected override JsonObject Job() => EventJob.Masks(base.Job());
}

public sealed class SegmentAccuracyTests() : MetricConformance("metric.events", "segment-accuracy")
{
    /// <inheritdoc/>
    protected override JsonObject Job() => EventJob.Of(base.Job());
}

public sealed class AnswerAccuracyTests() : MetricConformance("metric.events", "answer-accuracy")
{
    /// <inheritdoc/>
    protected override JsonObject Job() => EventJob.Of(base.Job());
}

public sealed class RouterWeightsTests() : MetricConformance("metric.events", "router-weights")
{
    /// <inheritdoc/>
    protected override JsonObject Job() => EventJob.Of(base.Job());
}

public sealed class ParsingScoresTests() : MetricConformance("metric.events", "parsing-f")
{
    /// <inheritdoc/>
    protected override JsonObject Job() => EventJob.Of(base.Job(), "llp");
}

public sealed class MaskScoresTests() : MetricConformance("metric.events", "mask-scores")
{
    /// <inheritdoc/>
    protected override JsonObject Job() => EventJob.Masks(base.Job());
}
