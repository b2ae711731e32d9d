using System.Text.Json.Nodes;
using PluginHost.Plugins.AvMoe;
using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.ContinualMetric;
using PluginHost.Plugins.EventMetrics;
using PluginHost.Plugins.Events;
using PluginHost.Plugins.Memories;

namespace PluginHost.AudioVisual.Events.Tests;

/// <summary>A whole job of the continual engine over toy clips: two classes, then the other two.</summary>
internal sealed class EventJob(ToyRun run, params IReadOnlyList<IStrategy> strategies) : IDisposable
{
    private readonly RandomMemory _memory = new(new() { PerClass = 2 });

    public IModel Model { get; init; } = new AvMoeClassifier(Network());

    public EventOptions Task { get; init; } = Questions(EventTaskKind.Localisation);

    public ToyClips Clips { get; init; } = new();

    public string[][] Experiences { get; init; } = [["class 0", "class 1"], ["class 2", "class 3"]];

    public IReadOnlyList<ISetMetric> Metrics { get; init; } = [new SegmentAccuracy(new())];

    public EventLog Events { get; init; } = new();

    public int Steps { get; init; } = 4;

    public double Rate { get; init; } = 3e-3;

    public static AvMoeOptions Network() => new()
    {
        Tokens = 4,
        Hidden = 16,
        Vision = new() { Depths = [1, 1], Heads = [2, 2] },
        Sound = new() { Side = 16, Depths = [1, 1], Heads = [2, 2] },
    };

    public static EventOptions Questions(EventTaskKind kind) => new()
    {
        Task = kind,
        Segments = ToyClips.Segments,
        Seconds = ToyClips.Seconds,
        PictureSize = 16,
        Bands = 16,
        Transform = 512,
        Hop = 64,
        Largest = 2,
        Words = 4,
    };

    public async Task<EventJob> Run(CancellationToken cancellationToken = default)
    {
        var options = new ContinualOptions
        {
            BatchSize = 8,
            EvaluationBatchSize = 16,
            Steps = new() { First = Steps, Later = Steps },
            Optimizers = new(StringComparer.Ordinal) { ["*"] = new() { Rate = Rate } },
            LaterRateFactor = 1,
            LogEverySteps = 1,
            CheckpointEverySteps = 3,
        };
        var engine = new ContinualEngine(
            options, new EventTask(Task), Model, Clips, new ClassIncremental(new() { Experiences = Experiences }), strategies, run, Events,
            new(run.Seed), [], Metrics, [new StreamSummaries(new())], memory: _memory);
        engine.Check().Where(finding => finding.Severity != FindingSeverity.Note).ShouldBeEmpty();
        await engine.RunAsync(cancellationToken);
        return this;
    }

    public byte[] FinalWeights() =>
        File.ReadAllBytes(Path.Combine(run.Directory, "checkpoints", $"experience-{Experiences.Length - 1}.safetensors"));

    public JsonNode Written() => JsonNode.Parse(File.ReadAllText(Path.Combine(run.Directory, "metrics.json")))!;

    public double Score(string figure) => (double)Written()["experiences"]!.AsArray()[^1]!["test"]!["scores"]![figure]!;

    public string Scores() => Written()["matrix"]!.ToJsonString() + Written()["summary"]!.ToJsonString();

    public void Dispose()
    {
        foreach (var strategy in strategies) (strategy as IDisposable)?.Dispose();
        Model.Dispose();
    }
}
