using PluginHost.Networks.Tests;
using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Classifiers;

namespace PluginHost.ClosedForm.Tests;

public sealed class AperTests
{
    /// <summary>How the copy is tuned, and the network: a transformer or a ResNet.</summary>
    public static TheoryData<AdaptedBy, string> Tunings => new()
    {
        { AdaptedBy.Full, "resnet" }, { AdaptedBy.Film, "resnet" }, { AdaptedBy.Ssf, "resnet" },
        { AdaptedBy.Full, "vit" }, { AdaptedBy.Adapter, "vit" }, { AdaptedBy.Ssf, "vit" }, { AdaptedBy.Prompt, "vit" },
    };

    [Theory, MemberData(nameof(Tunings))]
    public async Task Rows_are_class_means_of_the_features_before_and_after_tuning_side_by_side(AdaptedBy tuning, string network)
    {
        using var run = new ToyRun(2);
        var strategy = new AperStrategy(new() { Tuning = tuning });
        using var job = await Digits(run, strategy, Network(network)).Run();
        using var untouched = Network(network);
        untouched.Build(new()
        {
            Classes = 4,
            Inputs = new Dictionary<string, long[]> { [BatchKeys.Input] = [1, 8, 8] },
            Seed = new RandomSource(2).SeedFor("init"),
        });
        SampleInfo[] train = [.. job.Benchmark.Build(job.Dataset, new(2)).Experiences.SelectMany(experience => experience.Train)];
        var labels = tensor(train.Select(sample => (long)sample.Label).ToArray());
        var (before, after) = (Features(job, untouched, train), Features(job, job.Model, train));

        var rows = strategy.Head!.Means();

        var both = cat([before, after], 1).to(ScalarType.Float64);
        var expected = stack([.. Enumerable.Range(0, 10).Select(label => both[labels == label].mean([0]))]);
        rows.ShouldBeNear(expected, 1e-6);
        before.ShouldDifferFrom(after);
        job.Events.Of<StepCompleted>().Select(step => step.Experience).Distinct().ShouldBe([0]);
    }

    [Fact]
    public async Task The_class_of_the_largest_cosine_is_predicted()
    {
        using var run = new ToyRun(2);
        var strategy = new SimpleCilStrategy();
        using var job = await Digits(run, strategy, Network("resnet")).Run();
        SampleInfo[] tested = [.. job.Benchmark.Build(job.Dataset, new(2)).Experiences.SelectMany(experience => experience.Test)];
        var features = Features(job, job.Model, tested).to(ScalarType.Float64);
        SampleInfo[] train = [.. job.Benchmark.Build(job.Dataset, new(2)).Experiences.SelectMany(experience => experience.Train)];
        var learned = Features(job, job.Model, train).to(ScalarType.Float64);
        var labels = tensor(train.Select(sample => (long)sample.Label).ToArray());
        Tensor[] means = [.. Enumerable.Range(0, 10).Select(label => learned[labels == label].mean([0]))];
        var hits = 0;
        for (var i = 0; i < tested.Length; i++)
        {
            var cosines = Enumerable.Range(0, 10).Select(label =>
                (features[i].dot(means[label]) / (features[i].norm() * means[label].norm())).ToDouble()).ToArray();
            if (Array.IndexOf(cosines, cosines.Max()) == tested[i].Label) hits++;
        }

        job.Tested().ShouldBe(100.0 * hits / tested.Length, 1e-9);
    }

    [Fact]
    public async Task A_tuning_that_the_model_does_not_offer_is_a_finding_that_names_those_it_does()
    {
        using var run = new ToyRun(2);
        using var job = Digits(run, new AperStrategy(new() { Tuning = AdaptedBy.Adapter }), Network("resnet"));

        var finding = (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem();

        finding.Code.ShouldBe("CF0103");
        finding.Expected!.ShouldContain("film");
    }

    private static IModel Network(string name) => name == "resnet"
        ? new ResNetClassifier(new() { Depth = 8 })
        : new VisionTransformerClassifier(new() { Patch = 4, Width = 16, Depth = 2, Heads = 2, FrozenBackbone = true });

    private static Job Digits(ToyRun run, IStrategy strategy, IModel model)
    {
        var options = Job.Quick();
        options.BatchSize = 20;
        return new(run, _ => strategy)
        {
            Benchmark = new ClassIncremental(new() { ClassesPerExperience = 4 }),
            Dataset = Job.Digits(run, new()),
            Model = model,
            Options = options,
        };
    }

    private static Tensor Features(Job job, IModel model, SampleInfo[] samples)
    {
        using var quiet = no_grad();
        model.Module.eval();
        Draw[] draws = [.. samples.Select(sample => new Draw { Training = false, Sources = [new() { Sample = sample }] })];
        using var batch = new Batch(draws, new Dictionary<string, Tensor>
        {
            [BatchKeys.Input] = stack([.. samples.Select(sample => job.Dataset.Load(sample)[SampleKeys.Image])]),
        });
        return model.Forward(batch, new() { Features = true })[OutputKeys.Features];
    }
}
