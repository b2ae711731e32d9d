namespace PluginHost.Learning.Tests.Promises;

public sealed class GrowthOnResumeTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 5)]
    [InlineData(2, 3)]
    public async Task A_strategy_that_grows_the_model_in_its_own_way_grows_it_in_a_resumed_run_too(int experience, int step)
    {
        var strategies = new List<SpareRows>();

        await InterruptedJob.EndsAsIfNeverStopped(
            (run, events) =>
            {
                strategies.Add(new());
                return new(run, strategies[^1], InterruptedJob.Options()) { Events = events };
            },
            experience,
            step);

        // The uninterrupted run and both halves together grow at the same places; the second half repeats what the first grew before it loads.
        strategies[0].Grown.ShouldBe([7, 9]);
        strategies[2].Grown[^1].ShouldBe(9);
        strategies[2].Grown.Count.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task The_rows_that_it_adds_are_there_at_the_end()
    {
        using var run = new ToyRun(seed: 5);
        using var job = await new ToyJob(run, new SpareRows(), InterruptedJob.Options()).Run();

        job.Model.Classes.ShouldBe(9);
    }

    /// <summary>Grows by three rows more than there are labels, new ones as copies of the first: other shapes and values than the default's.</summary>
    private sealed class SpareRows : IStrategy, IModelGrowth
    {
        public List<int> Grown { get; } = [];

        public void Grow(ILearningContext context, long seed)
        {
            var old = context.Model.Classes;
            context.Model.Grow(context.SeenLabels + 3, seed);
            Grown.Add(context.Model.Classes);
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var rows = ((IClassQueries)context.Model).Queries;
            rows.narrow(0, old, rows.shape[0] - old).copy_(rows[0].expand(rows.shape[0] - old, -1));
        }
    }
}
