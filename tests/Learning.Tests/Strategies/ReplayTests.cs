using PluginHost.Plugins.FineTuning;

namespace PluginHost.Learning.Tests.Strategies;

public sealed class ReplayTests
{
    [Fact]
    public async Task Fine_tuning_forgets_more_than_replay()
    {
        var tuned = await Forgetting(useMemory: false);
        var replayed = await Forgetting(useMemory: true);
        tuned.ShouldBeGreaterThan(replayed + 1);
    }

    [Fact]
    public async Task Exemplars_join_the_training_list_only_when_the_strategy_uses_memory()
    {
        foreach (var useMemory in new[] { false, true })
        {
            using var run = new ToyRun();
            var events = new EventLog();
            var strategy = new FineTuningStrategy(new() { UseMemory = useMemory });
            using var job = await new ToyJob(run, strategy, ToyJob.Options(2, 2)) { Events = events }.Run();
            events.Of<ExperienceStarted>().Select(started => started.Exemplars).ShouldBe(useMemory ? [0, 4, 8] : [0, 0, 0]);
        }
    }

    private static async Task<double> Forgetting(bool useMemory)
    {
        using var run = new ToyRun();
        using var job = await new ToyJob(run, new FineTuningStrategy(new() { UseMemory = useMemory }), ToyJob.Options(250, 200)).Run();
        return (double)job.Metrics()["summary"]!["SDR"]!["forgetting"]!;
    }
}
