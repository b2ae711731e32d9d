using PluginHost.Plugins.ContavSep;

namespace PluginHost.Learning.Tests.Engine;

public sealed class MemoryUseTests
{
    [Fact]
    public async Task The_number_of_live_tensors_does_not_grow_with_the_steps()
    {
        using var run = new ToyRun();
        var counts = new Dictionary<int, long>();
        var events = new EventLog(runEvent =>
        {
            // Published on the engine's own thread, between two steps.
            if (runEvent is StepCompleted { Experience: 1 } step) counts[step.Step] = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        });
        var options = ToyJob.Options(10, 200);
        options.LogEverySteps = 10;
        using var job = new ToyJob(run, new ContavSepStrategy(new()), options) { Events = events, Dataset = new(classes: 4) };
        await job.Run();
        // Batches are made on other threads and freed on this one: they count once each, less.
        var growth = counts[200] - counts[20];
        growth.ShouldBeLessThanOrEqualTo(0);
    }
}
