using System.Text.Json.Nodes;
using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.ContinualMetric;
using PluginHost.Plugins.Memories;

namespace PluginHost.Learning.Tests;

/// <summary>A complete toy job around a strategy.</summary>
internal sealed class ToyJob(ToyRun run, IReadOnlyList<IStrategy> strategies, ContinualOptions? options = null) : IDisposable
{
    public ToyJob(ToyRun run, IStrategy strategy, ContinualOptions? options = null)
        : this(run, [strategy], options)
    {
    }

    public ToyModel Model { get; } = new();

    public ToyDataset Dataset { get; init; } = new();

    public IDataset? OwnDataset { get; init; }

    public ToyTask Task { get; init; } = new();

    public ITask? OwnTask { get; init; }

    public IModel? OwnModel { get; init; }

    public IMemory? Memory { get; init; } = new RandomMemory(new() { PerClass = 2 });

    public IFeatureExtractor? Features { get; init; }

    public IBenchmark Benchmark { get; init; } = new ClassIncremental(new());

    public IReadOnlyList<ISetMetric> SetMetrics { get; init; } = [];

    public IStreamMetric StreamMetric { get; init; } = new StreamSummaries(new());

    public EventLog Events { get; init; } = new();

    public static ContinualOptions Options(int first = 60, int later = 40) => new()
    {
        BatchSize = 8,
        EvaluationBatchSize = 8,
        Steps = new() { First = first, Later = later },
        ExemplarRepeat = 4,
        Optimizers = new(StringComparer.Ordinal)
        {
            ["sound"] = new() { Type = OptimizerType.Adam, Rate = 0.02 },
            ["*"] = new() { Type = OptimizerType.AdamW, Rate = 0.02, WeightDecay = 1e-4 },
        },
        LaterRateFactor = 1,
        CheckpointEverySteps = 0,
    };

    public ContinualEngine Engine() => new(
        options ?? Options(), OwnTask ?? Task, OwnModel ?? Model, OwnDataset ?? Dataset, Benchmark, strategies, run, Events, new(run.Seed), [new ToyMetric()], SetMetrics,
        [StreamMetric], Features, Memory);

    public async Task<ToyJob> Run(CancellationToken cancellationToken = default)
    {
        await Engine().RunAsync(cancellationToken);
        return this;
    }

    /// <summary>The weights as one array, for comparison bit by bit.</summary>
    public float[] Weights() => [.. (OwnModel ?? Model).Module.state_dict()
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .SelectMany(pair => pair.Value.detach().cpu().data<float>().ToArray())];

    public double?[][] Matrix() =>
        [.. Metrics()["matrix"]!["SDR"]!.AsArray().Select(row => row!.AsArray().Select(cell => (double?)cell).ToArray())];

    public JsonNode Metrics() => JsonNode.Parse(File.ReadAllText(Path.Combine(run.Directory, "metrics.json")))!;

    public void Dispose()
    {
        foreach (var strategy in strategies) (strategy as IDisposable)?.Dispose();
        Model.Dispose();
    }
}
