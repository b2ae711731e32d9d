using PluginHost.Plugins.ClassificationStrategies;
using PluginHost.Plugins.Memories;

namespace PluginHost.Classification.Tests;

public sealed class GDumbTests
{
    [Fact]
    public async Task What_became_of_the_model_before_plays_no_part()
    {
        using var run = new ToyRun();
        using var plain = await Job(run).Run();
        using var other = new ToyRun();
        var spoiler = new Spy
        {
            OnGrowth = context =>
            {
                using var quiet = no_grad();
                foreach (var parameter in context.Model.Module.parameters()) parameter.add_(3);
            },
        };
        using var spoiled = await Job(other, spoiler).Run();

        spoiled.FinalWeights().ShouldBe(plain.FinalWeights());
    }

    [Fact]
    public async Task Training_sees_the_memory_alone_whose_classes_differ_by_at_most_one()
    {
        using var run = new ToyRun();
        var seen = new List<int>();
        var spy = new Spy
        {
            OnPhase = (context, phase) =>
            {
                var stored = context.Memory!.Exemplars.Select(exemplar => exemplar.Sample.Id).ToArray();
                phase.Entries.Select(entry => entry.Sample.Id).ShouldBe(stored);
                int[] counts = [.. context.Memory.Exemplars.GroupBy(exemplar => exemplar.Sample.Label).Select(own => own.Count())];
                counts.Length.ShouldBe(context.SeenLabels);
                (counts.Max() - counts.Min()).ShouldBeLessThanOrEqualTo(1);
                seen.Add(counts.Sum());
            },
        };
        using var job = await Job(run, spy).Run();

        seen.ShouldBe([20, 20, 20]);
        // Kept is the model of the beginning, with two classes.
        job.OfExperiences("strategyBytes").ShouldBe(Enumerable.Repeat(4L * ((784 * 32) + 32 + (33 * 2)), 3));
    }

    [Fact]
    public async Task A_memory_that_takes_no_single_samples_is_refused()
    {
        using var run = new ToyRun();
        using var job = new ClassificationJob(run, new GDumbStrategy());
        (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem().Code.ShouldBe("SC0101");
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new GDumbStrategy()) { Events = events, Memory = Memory() }, experience, step);

    private static ClassificationJob Job(ToyRun run, params IStrategy[] others) => new(run, [new GDumbStrategy(), .. others]) { Memory = Memory() };

    private static IMemory Memory() => new GreedyBalancedMemory(new() { Total = 20 });
}
