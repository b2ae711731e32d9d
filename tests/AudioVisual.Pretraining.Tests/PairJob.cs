using System.Text.Json.Nodes;
using PluginHost.Plugins.AudioVisual;
using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.CavMae;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.ContinualMetric;
using PluginHost.Plugins.Retrieval;

namespace PluginHost.AudioVisual.Pretraining.Tests;

/// <summary>A whole job over the toy pairs: 32 patches of sound at 8 times, 32 of two pictures.</summary>
internal sealed class PairJob(ToyRun run, params IStrategy[] strategies) : IDisposable
{
    public EventLog Events { get; init; } = new();

    public int Steps { get; init; } = 4;

    public IBenchmark Benchmark { get; init; } = new Unlabelled(new() { Experiences = 2, Boundaries = false });

    public IMemory? Memory { get; init; }

    public IDataset Dataset { get; init; } = new PairSet();

    public PairOptions Options { get; init; } = Small();

    public CavMae Model { get; } = new(new() { Width = 16, Heads = 2, SeparateBlocks = 1, DecoderWidth = 16, DecoderHeads = 2 }, run);

    public ContinualOptions Engine { get; init; } = new();

    public static PairOptions Small() => new()
    {
        Seconds = 0.5,
        Patch = 4,
        Sound = new() { Frames = 32, Mels = 16, Transform = 256, Window = 200, Hop = 62, Mean = -8, Deviation = 4 },
        Pictures = new() { Count = 2, Size = 16 },
    };

    public async Task<PairJob> Run(CancellationToken cancellationToken = default)
    {
        Engine.BatchSize = 8;
        Engine.EvaluationBatchSize = 16;
        Engine.Steps = new() { First = Steps, Later = Steps };
        Engine.LaterRateFactor = 1;
        Engine.LogEverySteps = 1;
        Engine.CheckpointEverySteps = 0;
        Engine.Optimizers = new(StringComparer.Ordinal) { ["*"] = new() { Rate = 0.003 } };
        var engine = new ContinualEngine(
            Engine, new PairTask(Options), Model, Dataset, Benchmark, strategies, run, Events, new(run.Seed), [], [new RetrievalMetric(new())],
            [new StreamSummaries(new()), new ScriptForgetting()], memory: Memory);
        engine.Check().Where(finding => finding.Severity != FindingSeverity.Note).ShouldBeEmpty();
        await engine.RunAsync(cancellationToken);
        return this;
    }

    public float[] Weights() => [.. Model.Module.state_dict()
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .SelectMany(pair => pair.Value.detach().cpu().data<float>().ToArray())];

    public JsonNode Metrics() => JsonNode.Parse(File.ReadAllText(Path.Combine(run.Directory, "metrics.json")))!;

    public string Scores() => Metrics()["matrix"]!.ToJsonString() + Metrics()["summary"]!.ToJsonString();

    public double Score(string figure) => (double)Metrics()["experiences"]!.AsArray()[^1]!["test"]!["scores"]![figure]!;

    public Dictionary<string, double>[] Terms() =>
        [.. Events.Of<StepCompleted>().Select(step => step.Terms.ToDictionary(term => term.Key, term => term.Value, StringComparer.Ordinal))];

    public void Dispose() => Model.Dispose();
}

/// <summary>Runs a job as a whole, and stopped after a step and resumed.</summary>
internal static class Resumed
{
    public static async Task EndsTheSame(Func<ToyRun, EventLog, PairJob> make, int experience, int step)
    {
        using var whole = new ToyRun(seed: 5);
        using var uninterrupted = await make(whole, new()).Run();
        using var run = new ToyRun(seed: 5);
        using var stop = new CancellationTokenSource();
        var events = new EventLog(each =>
        {
            if (each is StepCompleted taken && taken.Experience == experience && taken.Step == step) stop.Cancel();
        });
        using var interrupted = make(run, events);
        await Should.ThrowAsync<OperationCanceledException>(() => interrupted.Run(stop.Token));
        using var again = new ToyRun(seed: 5, resume: true, directory: run.Directory);
        using var resumed = await make(again, new()).Run();
        resumed.Weights().ShouldBe(uninterrupted.Weights());
        resumed.Scores().ShouldBe(uninterrupted.Scores());
    }
}
