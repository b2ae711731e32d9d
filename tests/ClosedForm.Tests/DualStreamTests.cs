using PluginHost.Networks.Tests;
using PluginHost.Plugins.Benchmarks;

namespace PluginHost.ClosedForm.Tests;

/// <summary>DS-AL: G-ACIL with a second regression.</summary>
public sealed class DualStreamTests
{
    [Fact]
    public async Task The_second_regression_is_the_joint_ridge_of_what_the_first_leaves_of_each_experience()
    {
        using var run = new ToyRun(4);
        var options = new GAcilOptions
        {
            Features = FeatureSource.Input, Expansion = 60, Gamma = 0.1, Compensation = 0.6, CompensationGamma = 0.5,
        };
        using var strategy = new GAcilStrategy(options, new(4));
        using var job = await new Job(run, _ => strategy) { Benchmark = new ClassIncremental(new() { ClassesPerExperience = 9 }) }.Run();
        var learned = Learned.Of(job);
        using var expansion = new RandomExpansion(16, 60, new RandomSource(4).SeedFor("g-acil"));
        var weight = expansion.state_dict()["weight"];
        var projected = learned.Features.matmul(weight);
        var y = nn.functional.one_hot(learned.Labels, 26).to(ScalarType.Float64);
        var labels = learned.Labels.data<long>().ToArray();

        // The rows of experience k are those of its nine classes; the first regression has seen them and all before.
        var (left, first) = (new List<Tensor>(), zeros(0));
        foreach (var (from, until) in ((int, int)[])[(0, 9), (9, 18), (18, 26)])
        {
            first = Ridge(projected.relu()[Where(labels, 0, until)], y[Where(labels, 0, until)], 0.1);
            var own = Where(labels, from, until);
            var rest = y[own] - projected.relu()[own].matmul(first);
            rest.narrow(1, 0, from).zero_();
            // A class to come has no column yet.
            if (until < 26) rest.narrow(1, until, 26 - until).zero_();
            left.Add(rest);
        }

        var second = Ridge(projected.tanh(), cat([.. left], 0), 0.5);
        strategy.Head!.Weight.ShouldBeNear(first, 1e-7);
        strategy.Compensation!.Weight.ShouldBeNear(second, 1e-7);
        var tested = learned.Tested.matmul(weight);
        job.Tested().ShouldBe(learned.Accuracy(tested.relu().matmul(first) + (0.6 * tested.tanh().matmul(second))), 1e-9);
        strategy.KeptBytes.ShouldBe(8 * ((2 * ((60 * 60) + (60 * 26) + 26)) + (16 * 60)));
    }

    [Fact]
    public async Task A_task_free_stream_refuses_it()
    {
        using var run = new ToyRun(3);
        using var job = new Job(run, random => new GAcilStrategy(new() { Compensation = 1 }, random))
        {
            Benchmark = new Blurry(new() { Experiences = 3 }),
        };
        (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem().Where.ShouldBe("strategy.options.compensation");
    }

    private static Tensor Where(long[] labels, int from, int until) => tensor(
        Enumerable.Range(0, labels.Length).Where(i => labels[i] >= from && labels[i] < until).Select(i => (long)i).ToArray());

    private static Tensor Ridge(Tensor x, Tensor y, double gamma)
    {
        var (values, vectors) = linalg.eigh(x.t().matmul(x));
        return vectors.matmul(vectors.t().matmul(x.t().matmul(y)) / (values + gamma).unsqueeze(1));
    }
}
