using PluginHost.Plugins.Continual;
using PluginHost.Plugins.FineTuning;

namespace PluginHost.Learning.Tests.Engine;

public sealed class ScheduleTests
{
    [Fact]
    public async Task Rates_follow_warm_up_decay_and_the_factor_of_later_experiences()
    {
        var options = ToyJob.Options(20, 20);
        options.LaterRateFactor = 0.5;
        options.Schedule = new() { Type = ScheduleType.WarmupLinear, WarmupSteps = 4, DecayFraction = 0.25 };
        var rates = await Rates(options);
        rates[0].Take(4).ShouldBe([0.005, 0.01, 0.015, 0.02], 1e-12);
        rates[0].Skip(4).Take(11).ShouldAllBe(rate => Math.Abs(rate - 0.02) < 1e-12);
        rates[0].Skip(15).ShouldBe([0.02, 0.016, 0.012, 0.008, 0.004], 1e-12);
        rates[1].ShouldBe(rates[0].Select(rate => rate / 2), 1e-12);
    }

    [Fact]
    public async Task The_paper_s_milestones_drop_the_rate_from_their_epoch_on()
    {
        // 16 samples in batches of 8 make two steps per epoch.
        var options = ToyJob.Options();
        options.Steps = null;
        options.Epochs = new() { First = 5 };
        options.Schedule = new() { Type = ScheduleType.Multistep, Milestones = [2, 4] };
        var rates = await Rates(options);
        rates[0].ShouldBe([0.02, 0.02, 0.02, 0.02, 0.002, 0.002, 0.002, 0.002, 0.0002, 0.0002], 1e-12);
    }

    [Fact]
    public async Task A_cosine_ends_near_zero_and_a_step_schedule_drops_every_few_epochs()
    {
        var options = ToyJob.Options(8, 8);
        options.Schedule = new() { Type = ScheduleType.Cosine };
        var rates = await Rates(options);
        rates[0].ShouldBe(Enumerable.Range(0, 8).Select(step => 0.01 * (1 + Math.Cos(Math.PI * step / 8))), 1e-12);
        options.Schedule = new() { Type = ScheduleType.Step, StepEpochs = 2, Gamma = 0.5 };
        (await Rates(options))[0].ShouldBe([0.02, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01, 0.01], 1e-12);
    }

    private static async Task<double[][]> Rates(ContinualOptions options)
    {
        using var run = new ToyRun();
        var events = new EventLog();
        options.LogEverySteps = 1;
        using var job = new ToyJob(run, new FineTuningStrategy(new()), options) { Events = events, Dataset = new(classes: 4) };
        await job.Run();
        var experiences = events.Of<StepCompleted>().GroupBy(step => step.Experience);
        return [.. experiences.Select(group => group.Select(step => step.Rates[0].Value).ToArray())];
    }
}
