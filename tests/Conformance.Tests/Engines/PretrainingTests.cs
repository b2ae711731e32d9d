using System.Text.Json.Nodes;

namespace PluginHost.Conformance.Tests;

/// <summary>The tiny job of classification made one of pre-training: an encoder learns four digits of 8 x 8 pixels without labels.</summary>
internal static class PretrainingJob
{
    public const string EngineOptions =
        """{"batchSize": 4, "evaluationBatchSize": 8, "steps": {"first": 2, "later": 2}, "logEverySteps": 1, "checkpointEverySteps": 0}""";

    public const string TaskOptions = """{ "infoNce": { "weight": 1 } }""";

    public const string EncoderOptions = """{ "backbone": "mlp", "widths": [8] }""";

    public static JsonObject Of(JsonObject job)
    {
        job["engine"] = new JsonObject { ["use"] = "pretraining", ["options"] = JsonNode.Parse(EngineOptions) };
        job["task"] = new JsonObject { ["use"] = "self-supervised", ["options"] = JsonNode.Parse(TaskOptions) };
        job.Remove("classifier");
        job["encoder"] = new JsonObject { ["use"] = "encoder", ["options"] = JsonNode.Parse(EncoderOptions) };
        job["dataset"] = JsonNode.Parse("""{ "use": "digits", "options": { "source": "embedded", "variant": "sklearn", "validation": 0.2 } }""");
        job["benchmark"]!["options"]!["classOrder"] = new JsonArray("0", "1", "2", "3");
        job["metric"] = new JsonArray("continual");
        return job;
    }
}

public sealed class PretrainingEngineTests()
    : EngineConformance("engine.pretraining", "pretraining", PretrainingJob.EngineOptions, TinyJob.Classification)
{
    /// <inheritdoc/>
    protected override JsonObject Job() => PretrainingJob.Of(base.Job());
}

public sealed class SelfSupervisedTaskTests()
    : TaskConformance("task.self-supervised", "self-supervised", PretrainingJob.TaskOptions, TinyJob.Classification)
{
    /// <inheritdoc/>
    protected override JsonObject Job() => PretrainingJob.Of(base.Job());
}

public sealed class EncoderTests() : ModelConformance("encoders", "encoder", PretrainingJob.EncoderOptions, TinyJob.Classification)
{
    /// <inheritdoc/>
    protected override JsonObject Job() => PretrainingJob.Of(base.Job());
}
