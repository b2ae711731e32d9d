using System.Text.Json.Nodes;
using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.ContinualMetric;
using PluginHost.Plugins.DatasetClassification.Digits;
using PluginHost.Plugins.Encoders;
using PluginHost.Plugins.Pretraining;
using PluginHost.Plugins.SelfSupervised;

namespace PluginHost.Pretraining.Tests;

/// <summary>A job over the embedded part of MNIST: a small perceptron, a contrast and a reconstruction.</summary>
internal sealed class PretrainingJob(ToyRun run, IReadOnlyList<IStrategy>? strategies = null) : IDisposable
{
    public EventLog Events { get; init; } = new();

    public int Steps { get; init; } = 12;

    public int ProbeEvery { get; init; }

    public int CheckpointEvery { get; init; }

    public IBenchmark Benchmark { get; init; } = new Unlabelled(new());

    public IMemory? Memory { get; init; }

    public SelfSupervisedOptions Losses { get; init; } = new() { Views = new() { Hidden = 0.2 }, Reconstruction = new() { Weight = 1 } };

    public Func<IDataset, IDataset> Wrap { get; init; } = dataset => dataset;

    public Encoder Model { get; init; } = new(new() { Backbone = BackboneKind.Mlp, Widths = [64, 32], ProjectionHidden = 32, ProjectionSize = 16 });

    public async Task<PretrainingJob> Run(CancellationToken cancellationToken = default)
    {
        var dataset = new DigitsDataset(new() { Variant = "mnist", Source = "embedded", Validation = 0.35, Test = 0.35 }, run, Events);
        var options = new PretrainingOptions
        {
            BatchSize = 64,
            EvaluationBatchSize = 128,
            Steps = new() { First = Steps },
            LaterRateFactor = 1,
            LogEverySteps = 1,
            CheckpointEverySteps = CheckpointEvery,
            Optimizers = new(StringComparer.Ordinal) { ["*"] = new() { Rate = 0.002 } },
            Probe = new() { EverySteps = ProbeEvery },
        };
        var engine = new PretrainingEngine(
            options, new SelfSupervisedTask(Losses), Model, Wrap(dataset), Benchmark, strategies ?? [], run, Events, new(run.Seed),
            [new StreamSummaries(new())], memory: Memory);
        engine.Check().Where(finding => finding.Severity != FindingSeverity.Note).ShouldBeEmpty();
        await engine.RunAsync(cancellationToken);
        return this;
    }

    public float[] Weights() => [.. Model.Module.state_dict()
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .SelectMany(pair => pair.Value.detach().cpu().data<float>().ToArray())];

    public JsonNode Metrics() => JsonNode.Parse(File.ReadAllText(Path.Combine(run.Directory, "metrics.json")))!;

    /// <summary>All scores of the result: of experiences, between steps and summaries.</summary>
    public string Scores()
    {
        var metrics = Metrics();
        return metrics["matrix"]!.ToJsonString() + metrics["between"]!.ToJsonString() + metrics["summary"]!.ToJsonString()
            + metrics["experiences"]![0]!["test"]!["scores"]!.ToJsonString();
    }

    public double Score(string figure) => (double)Metrics()["experiences"]!.AsArray()[^1]!["test"]!["scores"]![figure]!;

    public void Dispose() => Model.Dispose();
}
