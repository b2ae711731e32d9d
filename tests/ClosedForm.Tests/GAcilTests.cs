using PluginHost.Networks.Tests;
using PluginHost.Plugins.Benchmarks;

namespace PluginHost.ClosedForm.Tests;

public sealed class GAcilTests
{
    /// <summary>Ways to split and order the letters: classes per experience, or a task-free stream; the seed; the batch size.</summary>
    public static TheoryData<string, int, int> Streams => new()
    {
        { "classes 26", 1, 100 }, { "classes 7", 2, 100 }, { "classes 1", 3, 7 }, { "online classes 5", 4, 33 },
        { "blurry", 5, 16 }, { "blurry", 6, 1 }, { "task-free classes 4", 7, 50 },
    };

    [Theory, MemberData(nameof(Streams))]
    public async Task After_any_stream_the_weights_are_the_joint_ridge_of_the_sixteen_numbers(string stream, int seed, int batch)
    {
        using var run = new ToyRun(seed);
        var strategy = new GAcilStrategy(new() { Features = FeatureSource.Input, Expansion = 0, Gamma = 0.1 }, new(seed));
        using var job = await Letters(run, _ => strategy, stream, batch).Run();
        var learned = Learned.Of(job);

        var joint = Joint(learned.Features, learned.Labels, 0.1);

        strategy.Head!.Weight.ShouldBeNear(joint, 1e-9);
        Tested(job).ShouldBe(learned.Accuracy(learned.Tested.matmul(joint)), 1e-9);
    }

    [Theory, MemberData(nameof(Streams))]
    public async Task After_any_stream_the_weights_are_the_joint_ridge_of_the_random_expansion(string stream, int seed, int batch)
    {
        using var run = new ToyRun(seed);
        var strategy = new GAcilStrategy(new() { Features = FeatureSource.Input, Expansion = 500, Gamma = 100 }, new(seed));
        using var job = await Letters(run, _ => strategy, stream, batch).Run();
        var learned = Learned.Of(job);
        using var expansion = new RandomExpansion(16, 500, new RandomSource(seed).SeedFor("g-acil"));

        var joint = Joint(expansion.call(learned.Features), learned.Labels, 100);

        strategy.Head!.Weight.ShouldBeNear(joint, 1e-6);
        Tested(job).ShouldBe(learned.Accuracy(expansion.call(learned.Tested).matmul(joint)), 1e-9);
    }

    [Theory]
    [InlineData("classes 7")]
    [InlineData("blurry")]
    public async Task No_weight_of_the_model_changes(string stream)
    {
        using var run = new ToyRun(3);
        using var before = new Plugins.Classifiers.PerceptronClassifier(new() { Widths = [12] });
        using var job = Letters(run, random => new GAcilStrategy(new() { Expansion = 50 }, random), stream, 32);
        before.Build(new()
        {
            Classes = stream == "blurry" ? 26 : 7,
            Inputs = new Dictionary<string, long[]> { [BatchKeys.Input] = [16] },
            Seed = job.Random.SeedFor("init"),
        });

        await job.Run();

        var after = job.Model.Module.state_dict();
        foreach (var (name, value) in before.Module.state_dict())
            after[name].narrow(0, 0, value.size(0)).ShouldBeSame(value);
    }

    [Fact]
    public async Task With_base_training_the_first_experience_alone_trains_the_model()
    {
        using var run = new ToyRun(3);
        using var job = await Letters(run, random => new GAcilStrategy(new() { Expansion = 50, BaseTraining = true }, random), "classes 7", 32).Run();

        job.Events.Of<StepCompleted>().Select(step => step.Experience).ShouldAllBe(experience => experience == 0);
        job.Events.Of<StepCompleted>().Count().ShouldBe(12);
    }

    [Fact]
    public async Task Weights_and_expansion_are_counted()
    {
        using var run = new ToyRun(3);
        var strategy = new GAcilStrategy(new() { Expansion = 50 }, new(3));
        using var job = await Letters(run, _ => strategy, "classes 7", 32).Run();

        strategy.KeptBytes.ShouldBe(8 * ((50 * 50) + (50 * 26) + 26 + (12 * 50)));
    }

    [Fact]
    public async Task A_task_free_stream_refuses_base_training()
    {
        using var run = new ToyRun(3);
        using var job = Letters(run, random => new GAcilStrategy(new() { BaseTraining = true }, random), "blurry", 32);

        (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem().Code.ShouldBe("CF0101");
    }

    private static Job Letters(ToyRun run, Func<RandomSource, IStrategy> strategy, string stream, int batch)
    {
        var options = Job.Quick();
        (options.BatchSize, options.EvaluationBatchSize) = (batch, batch);
        var count = stream == "blurry" ? 0 : int.Parse(stream.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
        return new(run, strategy)
        {
            Options = options,
            Benchmark = stream == "blurry" ? new Blurry(new() { Experiences = 4 }) : new ClassIncremental(new()
            {
                ClassesPerExperience = count,
                ShuffleClasses = true,
                Online = !stream.StartsWith("classes", StringComparison.Ordinal),
                Boundaries = !stream.StartsWith("task-free", StringComparison.Ordinal),
            }),
        };
    }

    private static double Tested(Job job) => (double)job.Metrics()["experiences"]!.AsArray()[^1]!["test"]!["scores"]!["accuracy"]!;

    /// <summary>(X^T X + gamma I)^-1 X^T Y by an eigendecomposition: all rows at once, and another way than the strategy's.</summary>
    private static Tensor Joint(Tensor x, Tensor labels, double gamma)
    {
        var (values, vectors) = linalg.eigh(x.t().matmul(x));
        var y = nn.functional.one_hot(labels, 26).to(ScalarType.Float64);
        return vectors.matmul(vectors.t().matmul(x.t().matmul(y)) / (values + gamma).unsqueeze(1));
    }
}
