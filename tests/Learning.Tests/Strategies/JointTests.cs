using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.FineTuning;
using PluginHost.Plugins.Joint;

namespace PluginHost.Learning.Tests.Strategies;

public sealed class JointTests
{
    [Fact]
    public void Joint_training_merges_all_experiences_into_one()
    {
        var stream = new ClassIncremental(new()).Build(new ToyDataset(classes: 5), new(1));
        var merged = new JointStrategy().Arrange(stream).Experiences.ShouldHaveSingleItem();
        merged.NewClasses.ShouldBe([0, 1, 2, 3, 4]);
        merged.Train.Select(sample => sample.Id).ShouldBe(stream.Experiences.SelectMany(each => each.Train).Select(sample => sample.Id));
        merged.Merged.ShouldBe(3);
    }

    [Fact]
    public async Task Joint_training_gets_the_sum_of_the_budgets_and_ends_above_fine_tuning()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        using var joint = await new ToyJob(run, new JointStrategy(), ToyJob.Options(250, 200)) { Events = events, Memory = null }.Run();
        var started = events.Of<ExperienceStarted>().ShouldHaveSingleItem();
        (started.Steps, started.NewClasses.Count).ShouldBe((650, 6));
        using var other = new ToyRun();
        using var tuned = await new ToyJob(other, new FineTuningStrategy(new()), ToyJob.Options(250, 200)) { Memory = null }.Run();
        Final(joint).ShouldBeGreaterThan(Final(tuned) + 1);
    }

    private static double Final(ToyJob job) => (double)job.Metrics()["experiences"]!.AsArray()[^1]!["test"]!["scores"]!["SDR"]!;
}
