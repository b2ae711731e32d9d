
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.ContavSep;

namespace PluginHost.Learning.Tests.Engine;

public sealed class ResumeTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 13)]
    [InlineData(1, 1)]
    [InlineData(1, 17)]
    [InlineData(2, 24)]
    [InlineData(2, 25)]
    public async Task A_run_interrupted_anywhere_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step)
    {
        using var whole = new ToyRun(seed: 5);
        using var uninterrupted = await Job(whole, new()).Run();
        using var run = new ToyRun(seed: 5);
        await Interrupt(run, experience, step, SelectionMode.Last);
        using var resumed = await Resume(run, SelectionMode.Last).Run();
        resumed.Weights().ShouldBe(uninterrupted.Weights());
        resumed.Matrix().ShouldBe(uninterrupted.Matrix());
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(21)]
    public async Task A_resumed_run_keeps_the_best_weights_found_before_it_was_interrupted(int step)
    {
        using var whole = new ToyRun(seed: 6);
        using var uninterrupted = await Job(whole, new(), SelectionMode.Best).Run();
        using var run = new ToyRun(seed: 6);
        await Interrupt(run, 1, step, SelectionMode.Best);
        using var resumed = await Resume(run, SelectionMode.Best).Run();
        resumed.Weights().ShouldBe(uninterrupted.Weights());
        Selected(resumed).ShouldBe(Selected(uninterrupted));
    }

    [Fact]
    public async Task A_run_killed_between_checkpoints_continues_from_the_latest_one()
    {
        using var whole = new ToyRun(seed: 7);
        using var uninterrupted = await Job(whole, new()).Run();
        using var run = new ToyRun(seed: 7);
        // The loss is poisoned at step 18 of experience 1 (40 steps in the first); the run fails there as a killed one would.
        using (var failing = Job(run, new(), task: new(poisonedStep: 58)))
            await Should.ThrowAsync<RunFailedException>(() => failing.Run());
        using var resumed = await Resume(run, SelectionMode.Last).Run();
        resumed.Weights().ShouldBe(uninterrupted.Weights());
    }

    [Fact]
    public async Task A_state_of_another_job_is_refused()
    {
        using var run = new ToyRun(seed: 5);
        await Interrupt(run, 0, 5, SelectionMode.Last);
        using var again = new ToyRun(seed: 5, resume: true, directory: run.Directory);
        var options = Options(SelectionMode.Last);
        options.BatchSize = 4;
        using var other = new ToyJob(again, new ContavSepStrategy(new()), options);
        var exception = await Should.ThrowAsync<JobException>(() => other.Run());
        exception.Findings.ShouldHaveSingleItem().Code.ShouldBe("CE0301");
    }

    [Fact]
    public async Task A_damaged_state_is_reported_and_not_guessed_at()
    {
        using var run = new ToyRun(seed: 5);
        await Interrupt(run, 0, 5, SelectionMode.Last);
        var tensors = Directory.GetFiles(Path.Combine(run.Directory, "checkpoints"), "state-*.safetensors").ShouldHaveSingleItem();
        Path.GetFileName(tensors).ShouldBe("state-1.safetensors");
        File.WriteAllBytes(tensors, File.ReadAllBytes(tensors)[..100]);
        using var job = Resume(run, SelectionMode.Last);
        (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem().Code.ShouldBe("CE0302");
    }

    private static int Selected(ToyJob job) => (int)job.Metrics()["experiences"]![1]!["selectedStep"]!;

    private static async Task Interrupt(ToyRun run, int experience, int step, SelectionMode mode)
    {
        using var stop = new CancellationTokenSource();
        var events = new EventLog(runEvent =>
        {
            if (runEvent is StepCompleted taken && taken.Experience == experience && taken.Step == step) stop.Cancel();
        });
        using var job = Job(run, events, mode);
        await Should.ThrowAsync<OperationCanceledException>(() => job.Run(stop.Token));
    }

    private static ToyJob Resume(ToyRun run, SelectionMode mode) => Job(new(run.Seed, resume: true, directory: run.Directory), new(), mode);

    private static ToyJob Job(ToyRun run, EventLog events, SelectionMode mode = SelectionMode.Last, ToyTask? task = null) =>
        new(run, new ContavSepStrategy(new()), Options(mode)) { Events = events, Task = task ?? new() };

    private static ContinualOptions Options(SelectionMode mode)
    {
        var options = ToyJob.Options(40, 25);
        options.LogEverySteps = 1;
        options.CheckpointEverySteps = 10;
        options.Schedule = new() { Type = ScheduleType.WarmupLinear, WarmupSteps = 5 };
        options.Selection = new() { Mode = mode, EverySteps = 5 };
        return options;
    }
}
