namespace PluginHost.Learning.Tests.Promises;

/// <summary>Runs a toy job whole, and once more in two halves that must end alike.</summary>
internal static class InterruptedJob
{
    /// <summary>
    /// Runs the job to its end, stops a second one after a step and resumes it, and compares weights and figures bit by bit.
    /// </summary>
    /// <param name="make">Makes the job anew around a run.</param>
    /// <param name="experience">The experience to stop in.</param>
    /// <param name="step">The step to stop after.</param>
    public static async Task EndsAsIfNeverStopped(Func<ToyRun, EventLog, ToyJob> make, int experience, int step)
    {
        using var whole = new ToyRun(seed: 5);
        using var uninterrupted = await make(whole, new()).Run();
        using var run = new ToyRun(seed: 5);
        using var stop = new CancellationTokenSource();
        var events = new EventLog(runEvent =>
        {
            if (runEvent is StepCompleted taken && taken.Experience == experience && taken.Step == step) stop.Cancel();
        });
        using (var stopped = make(run, events)) await Should.ThrowAsync<OperationCanceledException>(() => stopped.Run(stop.Token));
        using var again = new ToyRun(seed: 5, resume: true, directory: run.Directory);
        using var resumed = await make(again, new()).Run();
        resumed.Weights().ShouldBe(uninterrupted.Weights());
        resumed.Matrix().ShouldBe(uninterrupted.Matrix());
    }

    /// <summary>Short options that log every step.</summary>
    public static Plugins.Continual.ContinualOptions Options()
    {
        var options = ToyJob.Options(10, 8);
        options.LogEverySteps = 1;
        return options;
    }
}
