using PluginHost.Networks.Tests;
using PluginHost.Plugins.Benchmarks;

namespace PluginHost.ClosedForm.Tests;

public sealed class RanPacTests
{
    [Theory]
    [InlineData(26)]
    [InlineData(4)]
    [InlineData(1)]
    public async Task Scores_are_those_of_the_joint_ridge_of_the_strength_chosen_last(int classes)
    {
        using var run = new ToyRun(3);
        var strategy = new RanPacStrategy(new() { Features = FeatureSource.Input, Width = 200 }, new(3));
        var benchmark = new ClassIncremental(new() { ClassesPerExperience = classes, ShuffleClasses = true });
        using var job = await Letters(run, strategy, benchmark).Run();
        var learned = Learned.Of(job);
        using var projection = new RandomExpansion(16, 200, new RandomSource(3).SeedFor("ranpac"));

        var scores = Joint(projection, learned, strategy.Head!.Lambda);

        strategy.Head!.Scores(projection.call(learned.Tested)).ShouldBeNear(scores, 1e-6);
        Math.Log10(strategy.Head!.Lambda).ShouldBe(Math.Round(Math.Log10(strategy.Head!.Lambda)), 1e-9);
    }

    [Fact]
    public async Task A_task_free_stream_gives_the_joint_ridge_of_the_options_strength()
    {
        using var run = new ToyRun(3);
        var strategy = new RanPacStrategy(new() { Features = FeatureSource.Input, Width = 200, Lambda = 7 }, new(3));
        using var job = await Letters(run, strategy, new Blurry(new())).Run();
        var learned = Learned.Of(job);
        using var projection = new RandomExpansion(16, 200, new RandomSource(3).SeedFor("ranpac"));

        strategy.Head!.Scores(projection.call(learned.Tested)).ShouldBeNear(Joint(projection, learned, 7), 1e-6);
    }

    [Fact]
    public async Task The_strength_is_the_one_that_judges_held_out_samples_best()
    {
        using var run = new ToyRun(3);
        var strategy = new RanPacStrategy(new() { Features = FeatureSource.Input, Width = 100 }, new(3));
        using var job = await Letters(run, strategy, new Joint(new())).Run();
        var learned = Learned.Of(job);
        using var projection = new RandomExpansion(16, 100, new RandomSource(3).SeedFor("ranpac"));
        var count = (int)learned.Labels.size(0);
        var train = job.Benchmark.Build(job.Dataset, new(3)).Experiences[0].Train;
        long[] held = [.. new RandomSource(3).Stream("ranpac.held", 0).Choose(count, count / 5).Select(index => (long)index)];
        long[] others = [.. Enumerable.Range(0, count).Select(index => (long)index).Except(held)];
        train.Count.ShouldBe(count);
        var h = projection.call(learned.Features);
        var y = nn.functional.one_hot(learned.Labels, 26).to(ScalarType.Float64);
        var (a, b) = (h[tensor(others)], h[tensor(held)]);

        double Error(int power)
        {
            var inverse = linalg.pinv(a.t().matmul(a) + (Math.Pow(10, power) * eye(100, dtype: ScalarType.Float64)), hermitian: true);
            return (b.matmul(inverse).matmul(a.t().matmul(y[tensor(others)])) - y[tensor(held)]).square().mean().ToDouble();
        }

        var best = Enumerable.Range(-4, 13).MinBy(Error);
        strategy.Head!.Lambda.ShouldBe(Math.Pow(10, best), Math.Pow(10, best) * 1e-9);
    }

    private static Job Letters(ToyRun run, IStrategy strategy, IBenchmark benchmark) => new(run, _ => strategy) { Benchmark = benchmark };

    private static Tensor Joint(RandomExpansion projection, Learned learned, double lambda)
    {
        var x = projection.call(learned.Features);
        var (values, vectors) = linalg.eigh(x.t().matmul(x));
        var y = nn.functional.one_hot(learned.Labels, 26).to(ScalarType.Float64);
        var weight = vectors.matmul(vectors.t().matmul(x.t().matmul(y)) / (values + lambda).unsqueeze(1));
        return projection.call(learned.Tested).matmul(weight);
    }
}
