using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.FineTuning;

namespace PluginHost.Learning.Tests.Engine;

/// <summary>The best weights are chosen by validation alone: the test split may hold anything without changing what is learned.</summary>
public sealed class SelectionTests
{
    [Fact]
    public async Task Other_test_clips_change_the_tests_and_neither_the_choice_nor_the_weights()
    {
        var (plain, doctored) = (await Run(null), await Run(Split.Test));
        doctored.Selected.ShouldBe(plain.Selected);
        doctored.Weights.ShouldBe(plain.Weights);
        doctored.Tests.ShouldNotBe(plain.Tests);
    }

    [Fact]
    public async Task Other_validation_clips_change_the_choice()
    {
        var (plain, doctored) = (await Run(null), await Run(Split.Validation));
        doctored.Selected.ShouldNotBe(plain.Selected);
    }

    [Fact]
    public async Task No_test_clip_is_loaded_before_the_last_validation()
    {
        using var run = new ToyRun();
        var order = new List<string>();
        var events = new EventLog(runEvent =>
        {
            if (runEvent is EvaluationCompleted evaluation) order.Add(evaluation.Scope);
        });
        var options = Options();
        var dataset = new Doctored(null, sample =>
        {
            if (sample.Split == Split.Test) order.Add("test clip");
        });
        var benchmark = new ClassIncremental(new() { ClassesPerExperience = 6 });
        using var job = await new ToyJob(run, new FineTuningStrategy(new()), options)
        {
            OwnDataset = dataset,
            Events = events,
            Benchmark = benchmark,
        }.Run();
        order.ShouldContain("test clip");
        order.Count(entry => entry == "validation").ShouldBeGreaterThan(3);
        order.LastIndexOf("validation").ShouldBeLessThan(order.IndexOf("test clip"));
    }

    private static async Task<Outcome> Run(Split? doctored)
    {
        using var run = new ToyRun();
        using var job = await new ToyJob(run, new FineTuningStrategy(new()), Options()) { OwnDataset = new Doctored(doctored) }.Run();
        var experiences = job.Metrics()["experiences"]!.AsArray();
        return new(
            [.. experiences.Select(experience => $"{experience!["selectedStep"]} {experience["selectedScore"]}")],
            [.. experiences.Select(experience => (double)experience!["test"]!["scores"]!["SDR"]!)],
            job.Weights());
    }

    private static ContinualOptions Options()
    {
        var options = ToyJob.Options();
        options.Optimizers["*"].Rate = 0.3;
        options.Selection = new() { Mode = SelectionMode.Best, EverySteps = 7 };
        return options;
    }

    private sealed record Outcome(string[] Selected, double[] Tests, float[] Weights);

    /// <summary>The toy data set with the sounds of one split turned upside down.</summary>
    private sealed class Doctored(Split? split, Action<SampleInfo>? onLoad = null) : IDataset
    {
        private readonly ToyDataset _dataset = new();

        public DatasetInfo Info => _dataset.Info;

        public Task PrepareAsync(CancellationToken cancellationToken) => _dataset.PrepareAsync(cancellationToken);

        public IReadOnlyList<SampleInfo> Samples(Split wanted) => _dataset.Samples(wanted);

        public Sample Load(SampleInfo sample)
        {
            onLoad?.Invoke(sample);
            var loaded = _dataset.Load(sample);
            return sample.Split != split ? loaded : new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [ToyDataset.Spectrum] = loaded[ToyDataset.Spectrum].flip(0),
                [ToyDataset.Picture] = loaded[ToyDataset.Picture],
            });
        }
    }
}
