using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PluginHost.Plugins.AccuracyMetric;
using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Classification;
using PluginHost.Plugins.Classifiers;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.DatasetClassification.Digits;
using PluginHost.Plugins.DatasetClassification.Letters;
using PluginHost.Training;

namespace PluginHost.ClosedForm.Tests;

/// <summary>A whole job around a strategy, on the embedded letters unless told otherwise.</summary>
internal sealed class Job : IDisposable
{
    private readonly ToyRun _run;
    private readonly IStrategy _strategy;
    private readonly RandomSource _random;

    public Job(ToyRun run, Func<RandomSource, IStrategy> strategy, EventLog? events = null)
    {
        (_run, _random, Events) = (run, new(run.Seed), events ?? new());
        _strategy = strategy(_random);
        Dataset = new LettersDataset(new() { Source = "embedded" }, run, Events);
        Model = new PerceptronClassifier(new() { Widths = [12] });
    }

    public EventLog Events { get; }

    public IModel Model { get; init; }

    public IDataset Dataset { get; init; }

    public IBenchmark Benchmark { get; init; } = new ClassIncremental(new() { ClassesPerExperience = 7 });

    public ContinualOptions Options { get; init; } = Quick();

    public IReadOnlyList<IStreamMetric> StreamMetrics { get; init; } = [];

    public RandomSource Random => _random;

    public static ContinualOptions Quick() => new()
    {
        BatchSize = 32,
        EvaluationBatchSize = 100,
        Steps = new() { First = 12, Later = 5 },
        Optimizers = new(StringComparer.Ordinal) { ["*"] = new() { Rate = 0.01 } },
        LogEverySteps = 1,
        CheckpointEverySteps = 5,
    };

    /// <summary>Small digits for networks that want pictures.</summary>
    public static DigitsDataset Digits(ToyRun run, EventLog events) => new(new() { Variant = "sklearn", Source = "embedded" }, run, events);

    public async Task<Job> Run(CancellationToken cancellationToken = default)
    {
        await new ContinualEngine(Options, new ClassificationTask(new()), Model, Dataset, Benchmark, [_strategy], _run, Events, _random,
            [new AccuracyMetric(new())], [], StreamMetrics).RunAsync(cancellationToken);
        return this;
    }

    public JsonNode Metrics() => JsonNode.Parse(File.ReadAllText(Path.Combine(_run.Directory, "metrics.json")))!;

    /// <summary>Accuracies by experience learned and experience tested.</summary>
    public string Matrix() => Metrics()["matrix"]!.ToJsonString();

    /// <summary>Everything the run ends with, bit by bit: the model's tensors and the strategy's.</summary>
    public IReadOnlyList<string> Final()
    {
        var bag = new StateBag();
        ((IStateful)_strategy).SaveState(bag);
        return [.. Model.Module.state_dict().Select(pair => ("model/" + pair.Key, pair.Value))
            .Concat(bag.Tensors.Select(pair => ("strategy/" + pair.Key, pair.Value)))
            .Select(pair => $"{pair.Item1} {Convert.ToHexString(SHA256.HashData(pair.Item2.detach().cpu().contiguous().bytes))}")
            .Order(StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        (_strategy as IDisposable)?.Dispose();
        Model.Dispose();
    }
}

/// <summary>What a job learned from: features and labels as they came to the learner.</summary>
internal sealed record Learned(Tensor Features, Tensor Labels, Tensor Tested, IReadOnlyList<int> TestedLabels)
{
    /// <summary>All training and test rows of a stream, in the numbering of the stream.</summary>
    public static Learned Of(Job job)
    {
        var experiences = job.Benchmark.Build(job.Dataset, new(job.Random.Seed)).Experiences;
        SampleInfo[] train = [.. experiences.SelectMany(experience => experience.Train)];
        SampleInfo[] test = [.. experiences.SelectMany(experience => experience.Test)];
        return new(Rows(job, train), tensor(train.Select(sample => (long)sample.Label).ToArray()), Rows(job, test), [.. test.Select(sample => sample.Label)]);
    }

    private static Tensor Rows(Job job, SampleInfo[] samples) => stack(
        [.. samples.Select(sample =>
        {
            using var loaded = job.Dataset.Load(sample);
            return loaded[SampleKeys.Features].to(ScalarType.Float64);
        })]);

    /// <summary>The share of tested rows whose label has the largest score, in per cent.</summary>
    public double Accuracy(Tensor scores)
    {
        var found = scores.argmax(1).data<long>().ToArray();
        return 100.0 * found.Zip(TestedLabels).Count(pair => pair.First == pair.Second) / found.Length;
    }
}
