using System.Text.Json.Nodes;
using PluginHost.Plugins.AccuracyMetric;
using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Classification;
using PluginHost.Plugins.Classifiers;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.ContinualMetric;
using PluginHost.Plugins.DatasetClassification.Digits;
using PluginHost.Plugins.Memories;

namespace PluginHost.Classification.Tests;

/// <summary>
/// A complete job of the real engine on the embedded digits of MNIST, two classes per experience, around given strategies.
/// </summary>
internal sealed class ClassificationJob(ToyRun run, params IReadOnlyList<IStrategy> strategies) : IDisposable
{
    private readonly EventLog _log = new();

    /// <summary>The model; a perceptron with one hidden layer of 32 units if none is given.</summary>
    public IModel Model { get; init; } = Perceptron();

    /// <summary>The classes of each experience.</summary>
    public string[][] Experiences { get; init; } = [["0", "1"], ["2", "3"], ["4", "5"]];

    /// <summary>The stream, in place of one of <see cref="Experiences"/>; as many experiences.</summary>
    public IBenchmark? Benchmark { get; init; }

    public ContinualOptions Options { get; init; } = Quick();

    /// <summary>The memory if a strategy uses one.</summary>
    public IMemory Memory { get; init; } = Herding(4);

    /// <summary>Says of a sample's id whether its picture is noise.</summary>
    public Func<string, bool>? Poisoned { get; init; }

    public EventLog Events { get; init; } = new();

    public IReadOnlyList<ISetMetric> SetMetrics { get; init; } = [];

    public IReadOnlyList<IStreamMetric> StreamMetrics { get; init; } = [new StreamSummaries(new())];

    public static IModel Perceptron(params int[] widths) =>
        new PerceptronClassifier(new() { Widths = widths.Length == 0 ? [32] : widths });

    public static IModel ResNet() => new ResNetClassifier(new() { Depth = 8 });

    public static IMemory Herding(int perClass) =>
        new HerdingMemory(new() { PerClass = perClass, Features = Replay.FeatureKind.Model, Normalise = true });

    public static ContinualOptions Quick(int first = 6, int later = 6) => new()
    {
        BatchSize = 8,
        EvaluationBatchSize = 32,
        Steps = new() { First = first, Later = later },
        ExemplarRepeat = 2,
        Optimizers = new(StringComparer.Ordinal) { ["*"] = new() { Type = OptimizerType.Sgd, Rate = 0.05, Momentum = 0.9 } },
        LaterRateFactor = 1,
        LogEverySteps = 1,
        CheckpointEverySteps = 4,
    };

    /// <summary>The engine around all parts.</summary>
    public ContinualEngine Engine() => new(
        Options, new ClassificationTask(new()), Model, Dataset(),
        Benchmark ?? new ClassIncremental(new() { Experiences = Experiences }), strategies, run, Events, new(run.Seed),
        [new AccuracyMetric(new())], SetMetrics, StreamMetrics, memory: Memory);

    /// <summary>Runs the job to its end.</summary>
    public async Task<ClassificationJob> Run(CancellationToken cancellationToken = default)
    {
        var engine = Engine();
        engine.Check().Where(finding => finding.Severity != FindingSeverity.Note).ShouldBeEmpty();
        await engine.RunAsync(cancellationToken);
        return this;
    }

    /// <summary>
    /// Runs a job whole, and once more stopped after a step and resumed: the final weights and all figures of both must be the same
    /// bit by bit.
    /// </summary>
    public static async Task ShouldResumeExactly(
        Func<ToyRun, EventLog, ClassificationJob> make, int experience, int step, string? phase = null)
    {
        using var whole = new ToyRun(seed: 5);
        using var uninterrupted = await make(whole, new()).Run();
        using var first = new ToyRun(seed: 5);
        using var stop = new CancellationTokenSource();
        var events = new EventLog(runEvent =>
        {
            if (runEvent is StepCompleted taken && taken.Experience == experience && taken.Step == step
                && (phase ?? Phase.MainName) == taken.Phase)
                stop.Cancel();
        });
        using var interrupted = make(first, events);
        await Should.ThrowAsync<OperationCanceledException>(() => interrupted.Run(stop.Token));
        using var again = new ToyRun(seed: 5, resume: true, directory: first.Directory);
        using var resumed = await make(again, new()).Run();
        resumed.FinalWeights().ShouldBe(uninterrupted.FinalWeights());
        resumed.Figures().ShouldBe(uninterrupted.Figures());
        resumed.Records().Select(record => record.Name).ShouldBe(uninterrupted.Records().Select(record => record.Name));
        foreach (var (now, then) in resumed.Records().Zip(uninterrupted.Records())) now.Bytes.ShouldBe(then.Bytes, now.Name);
    }

    /// <summary>The predictions that the run kept: file names and contents.</summary>
    public (string Name, byte[] Bytes)[] Records() =>
    [
        .. Directory.GetFiles(Path.Combine(run.Directory, "records")).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))),
    ];

    /// <summary>The weights saved after the last experience, as bytes.</summary>
    public byte[] FinalWeights() =>
        File.ReadAllBytes(Path.Combine(run.Directory, "checkpoints", $"experience-{Experiences.Length - 1}.safetensors"));

    /// <summary>Every figure of the run but times.</summary>
    public string Figures()
    {
        var metrics = Metrics();
        foreach (var experience in metrics["experiences"]!.AsArray())
        {
            foreach (var time in (string[])["trainingSeconds", "testSeconds", "processorSeconds", "stepsPerSecond"]) experience!.AsObject().Remove(time);
        }

        return metrics["experiences"]!.ToJsonString() + metrics["matrix"]!.ToJsonString() + metrics["summary"]!.ToJsonString();
    }

    public JsonNode Metrics() => JsonNode.Parse(File.ReadAllText(Path.Combine(run.Directory, "metrics.json")))!;

    /// <summary>A number of every experience, such as <c>modelBytes</c>.</summary>
    public long[] OfExperiences(string name) => [.. Metrics()["experiences"]!.AsArray().Select(experience => (long)experience![name]!)];

    /// <summary>The accuracy over all classes after the last experience, in per cent.</summary>
    public double FinalAccuracy() => (double)Metrics()["experiences"]!.AsArray()[^1]!["test"]!["scores"]!["accuracy"]!;

    public void Dispose()
    {
        foreach (var strategy in strategies) (strategy as IDisposable)?.Dispose();
        (Memory as IDisposable)?.Dispose();
        Model.Dispose();
    }

    private IDataset Dataset()
    {
        var digits = new DigitsDataset(new() { Source = "embedded" }, run, _log);
        return Poisoned is null ? digits : new PoisonedDataset(digits, Poisoned);
    }
}
