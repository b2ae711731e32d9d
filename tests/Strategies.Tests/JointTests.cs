using PluginHost.Plugins.FineTuning;
using PluginHost.Plugins.Joint;

namespace PluginHost.Strategies.Tests;

public sealed class JointTests
{
    [Fact]
    public void Joint_training_merges_all_experiences_into_one()
    {
        var stream = new ToyBenchmark(classesPerExperience: 2).Build(new ToyDataset(classes: 5), new(1));
        stream.Experiences.Count.ShouldBe(3);
        var merged = new JointStrategy().Arrange(stream).Experiences.ShouldHaveSingleItem();
        (merged.Index, merged.Merged).ShouldBe((0, 3));
        merged.NewClasses.ShouldBe([0, 1, 2, 3, 4]);
        merged.Classes.ShouldBe(merged.NewClasses);
        merged.Train.ShouldBe(stream.Experiences.SelectMany(experience => experience.Train));
        merged.Test.Count.ShouldBe(5 * 4);
    }

    [Fact]
    public void A_sample_that_comes_back_counts_once_and_the_list_is_sorted_by_label()
    {
        SampleInfo[] samples = [.. Enumerable.Range(0, 3).Select(i => new SampleInfo { Id = $"{i}", Label = i % 2, Split = Split.Train })];
        Experience Of(int index, params SampleInfo[] train) =>
            new() { Index = index, Train = train, Test = [], Classes = [0, 1], NewClasses = index == 0 ? [0, 1] : [] };
        var stream = new LearningStream
        {
            ClassNames = ["a", "b"], Experiences = [Of(0, samples[0], samples[1]), Of(1, samples[1], samples[2])],
        };
        new JointStrategy().Arrange(stream).Experiences[0].Train.ShouldBe([samples[0], samples[2], samples[1]]);
        new JointStrategy().Arrange(stream with { Online = true }).Experiences[0].Train.ShouldBe(samples);
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
