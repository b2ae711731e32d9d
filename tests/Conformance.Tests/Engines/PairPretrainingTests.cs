using System.Text.Json.Nodes;

namespace PluginHost.Conformance.Tests;

/// <summary>The tiny job of separation made one of pre-training on pairs: an encoder learns what sounds and how it looks, without labels.</summary>
internal static class PairPretraining
{
    public const string TaskOptions = """
        { "seconds": 0.5, "patch": 4, "sound": { "frames": 32, "mels": 16 }, "pictures": { "count": 2, "size": 16 } }
        """;

    public const string EncoderOptions = """
        { "width": 16, "heads": 2, "separateBlocks": 1, "sharedBlocks": 1, "decoderWidth": 16, "decoderHeads": 2, "decoderBlocks": 1 }
        """;

    public static JsonObject Of(JsonObject job)
    {
        job.Remove("separator");
        job.Remove("features");
        job["task"] = new JsonObject { ["use"] = "audio-visual", ["options"] = JsonNode.Parse(TaskOptions) };
        job["encoder"] = new JsonObject { ["use"] = "cav-mae", ["options"] = JsonNode.Parse(EncoderOptions) };
        job["dataset"]!["options"]!["colour"] = true;
        job["memory"] = new JsonObject { ["use"] = "reservoir", ["options"] = new JsonObject { ["total"] = 4 } };
        var tested = job["metric"]!.AsArray().FirstOrDefault(metric => Name(metric) is "retrieval" or "retrieval-forgetting")?.DeepClone();
        job["metric"] = tested is null || Name(tested) != "retrieval" ? new JsonArray("retrieval", "continual") : new JsonArray("continual");
        if (tested is not null) job["metric"]!.AsArray().Insert(0, tested);
        return job;
    }

    private static string? Name(JsonNode? entry) => entry is JsonObject json ? (string?)json["use"] : (string?)entry;
}

/// <summary>Strategies for pairs, on the tiny job of pre-training on pairs.</summary>
public abstract class PairStrategyTests(string name, string options = "{}") : StrategyConformance("strategies.pretraining", name, options)
{
    /// <inheritdoc/>
    protected override JsonObject Job() => PairPretraining.Of(base.Job());
}

public sealed class StellaStrategyTests() : PairStrategyTests("stella");

public sealed class StellaPlusStrategyTests() : PairStrategyTests("stella-plus");

public sealed class PairTaskTests() : TaskConformance("task.audio-visual", "audio-visual", PairPretraining.TaskOptions)
{
    /// <inheritdoc/>
    protected override JsonObject Job() => PairPretraining.Of(base.Job());
}

public sealed class CavMaeTests() : ModelConformance("encoder.cav-mae", "cav-mae", PairPretraining.EncoderOptions)
{
    /// <inheritdoc/>
    protected override JsonObject Job() => PairPretraining.Of(base.Job());
}

public sealed class RetrievalMetricTests() : MetricConformance("metric.retrieval", "retrieval")
{
    /// <inheritdoc/>
    protected override JsonObject Job() => PairPretraining.Of(base.Job());
}

public sealed class ScriptForgettingTests() : MetricConformance("metric.retrieval", "retrieval-forgetting")
{
    /// <inheritdoc/>
    protected override JsonObject Job() => PairPretraining.Of(base.Job());
}

public sealed class MirStrategyTests() : PairStrategyTests("mir");

public sealed class GmedStrategyTests() : PairStrategyTests("gmed");

public sealed class LumpStrategyTests() : PairStrategyTests("lump");

public sealed class PairDarkReplayStrategyTests() : PairStrategyTests("der-plus-plus-pairs");

public sealed class ClsErStrategyTests() : PairStrategyTests("cls-er");

public sealed class EsmerStrategyTests() : PairStrategyTests("esmer");
