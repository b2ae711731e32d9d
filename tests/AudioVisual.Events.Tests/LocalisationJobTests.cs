using PluginHost.Plugins.AvMoe;
using PluginHost.Plugins.Ewc;
using PluginHost.Plugins.Lwf;
using PluginHost.Plugins.Replay;

namespace PluginHost.AudioVisual.Events.Tests;

public sealed class LocalisationJobTests
{
    [Fact]
    public async Task Events_are_localised_far_above_the_largest_class()
    {
        using var run = new ToyRun();
        using var job = await new EventJob(run) { Experiences = [["class 0", "class 1", "class 2", "class 3"]], Steps = 40, Rate = 1e-2 }.Run();
        // Half of the segments are background.
        job.Score("segment accuracy").ShouldBeGreaterThan(75);
    }

    [Fact]
    public async Task A_run_that_was_stopped_goes_on_with_the_same_weights_and_figures_bit_for_bit()
    {
        using var whole = new ToyRun(seed: 5);
        using var uninterrupted = await Job(whole, new()).Run();
        using var first = new ToyRun(seed: 5);
        using var stop = new CancellationTokenSource();
        var events = new EventLog(runEvent =>
        {
            if (runEvent is StepCompleted { Experience: 1, Step: 2 }) stop.Cancel();
        });
        using var interrupted = Job(first, events);
        await Should.ThrowAsync<OperationCanceledException>(() => interrupted.Run(stop.Token));
        using var again = new ToyRun(seed: 5, resume: true, directory: first.Directory);
        using var resumed = await Job(again, new()).Run();
        resumed.FinalWeights().ShouldBe(uninterrupted.FinalWeights());
        resumed.Scores().ShouldBe(uninterrupted.Scores());

        static EventJob Job(ToyRun run, EventLog events) => new(run, new LwfStrategy(new() { UseMemory = true }), new EwcStrategy(new()), new ReplayStrategy(new()))
        {
            Events = events,
            Model = new AvMoeClassifier(Noisy()),
        };
    }

    // Noise of routers and dropout draw numbers.
    private static AvMoeOptions Noisy()
    {
        var options = EventJob.Network();
        (options.RouterNoise, options.Balance, options.Context) = (0.01, 0.01, OwnContext.Attention);
        return options;
    }
}
