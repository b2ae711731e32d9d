using PluginHost.Plugins.Ewc;
using PluginHost.Plugins.FineTuning;
using PluginHost.Plugins.Replay;

namespace PluginHost.Strategies.Tests;

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

    [Fact]
    public async Task Replay_beside_another_strategy_equals_that_strategy_with_memory_bit_for_bit()
    {
        using var both = new ToyRun();
        using var composed = await new ToyJob(both, [new ReplayStrategy(new()), new EwcStrategy(new() { Weight = 3 })]).Run();
        using var one = new ToyRun();
        using var alone = await new ToyJob(one, new EwcStrategy(new() { Weight = 3, UseMemory = true })).Run();
        using var none = new ToyRun();
        using var without = await new ToyJob(none, new EwcStrategy(new() { Weight = 3 })).Run();
        composed.Weights().ShouldBe(alone.Weights());
        composed.Matrix().ShouldBe(alone.Matrix());
        composed.Weights().ShouldNotBe(without.Weights());
    }

    private static async Task<double> Forgetting(bool useMemory)
    {
        using var run = new ToyRun();
        using var job = await new ToyJob(run, new FineTuningStrategy(new() { UseMemory = useMemory }), ToyJob.Options(250, 200)).Run();
        var matrix = job.Matrix();
        return Enumerable.Range(0, 2).Average(k => Enumerable.Range(k, 2 - k).Max(t => matrix[t][k]!.Value) - matrix[2][k]!.Value);
    }
}
