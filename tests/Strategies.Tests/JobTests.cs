using PluginHost.Consolidation;
using PluginHost.Distillation;
using PluginHost.Plugins.AvCil;
using PluginHost.Plugins.ContavSep;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.Der;
using PluginHost.Plugins.Ewc;
using PluginHost.Plugins.Ewf;
using PluginHost.Plugins.FineTuning;
using PluginHost.Plugins.Lwf;
using PluginHost.Plugins.Memories;
using PluginHost.Plugins.Plop;
using PluginHost.Plugins.Replay;
using PluginHost.Training;

namespace PluginHost.Strategies.Tests;

/// <summary>Whole toy jobs: what a strategy does when it is switched off, and after an interruption.</summary>
public sealed class JobTests
{
    public static TheoryData<string> Resumable =>
    [
        "lwf", "lwf old-queries", "lwf old-rows", "replay", "ewc", "ewc per-sample", "ewc online", "ewc online gradients", "plop", "ewf",
        "ewf pod", "av-cil", "contav-sep", "contav-sep train", "der",
    ];

    [Theory]
    [InlineData("lwf off")]
    [InlineData("lwf old-queries off")]
    [InlineData("ewc off")]
    [InlineData("plop off")]
    [InlineData("ewf off")]
    public async Task A_strategy_of_weight_zero_is_fine_tuning_bit_for_bit(string strategy)
    {
        using var run = new ToyRun();
        using var job = await Job(strategy, run, new()).Run();
        using var other = new ToyRun();
        using var tuned = await Job("fine-tuning", other, new()).Run();
        job.Weights().ShouldBe(tuned.Weights());
    }

    [Theory]
    [MemberData(nameof(Resumable))]
    public async Task A_strategy_changes_what_is_learned_and_an_interrupted_run_ends_with_the_very_same_weights(string strategy)
    {
        using var whole = new ToyRun(seed: 5);
        using var uninterrupted = await Job(strategy, whole, new()).Run();
        using var plain = new ToyRun(seed: 5);
        using var tuned = await Job("fine-tuning", plain, new()).Run();
        uninterrupted.Weights().ShouldNotBe(tuned.Weights());

        foreach (var (experience, step) in new[] { (0, 3), (1, 1), (2, 7), (2, 10) })
        {
            using var run = new ToyRun(seed: 5);
            using var stop = new CancellationTokenSource();
            var events = new EventLog(runEvent =>
            {
                if (runEvent is StepCompleted taken && taken.Experience == experience && taken.Step == step) stop.Cancel();
            });
            using var interrupted = Job(strategy, run, events);
            await Should.ThrowAsync<OperationCanceledException>(() => interrupted.Run(stop.Token));
            using var again = new ToyRun(run.Seed, resume: true, directory: run.Directory);
            using var resumed = await Job(strategy, again, new()).Run();
            resumed.Weights().ShouldBe(uninterrupted.Weights());
            resumed.Matrix().ShouldBe(uninterrupted.Matrix());
        }
    }

    private static ToyJob Job(string strategy, ToyRun run, EventLog events)
    {
        var options = ToyJob.Options(12, 10);
        options.LogEverySteps = 1;
        options.CheckpointEverySteps = 4;
        options.Selection = new() { Mode = SelectionMode.Last, EverySteps = 5 };
        // A memory that passes over gradients when an experience begins, before a strategy does so when it ends.
        var memory = new ToyMemory(looksAtGradients: strategy.EndsWith("gradients", StringComparison.Ordinal));
        return new(run, Strategy(strategy), options) { Events = events, Memory = memory };
    }

    private static IStrategy Strategy(string name) => name switch
    {
        "fine-tuning" => new FineTuningStrategy(new()),
        "lwf" => new LwfStrategy(new()),
        "lwf off" => new LwfStrategy(new() { Weight = 0 }),
        "lwf old-queries" => new LwfStrategy(new() { UnseenClasses = UnseenClasses.OldQueries }),
        "lwf old-queries off" => new LwfStrategy(new() { Weight = 0, UnseenClasses = UnseenClasses.OldQueries }),
        "lwf old-rows" => new LwfStrategy(new() { UnseenClasses = UnseenClasses.OldRows, UseMemory = true }),
        "replay" => new ReplayStrategy(new()),
        "ewc" => new EwcStrategy(new() { Samples = 10 }),
        "ewc off" => new EwcStrategy(new() { Weight = 0 }),
        "ewc per-sample" => new EwcStrategy(new() { Fisher = FisherEstimate.PerSample, Samples = 10 }),
        "ewc online" or "ewc online gradients" => new EwcStrategy(new() { Mode = ImportanceMode.Online, Passes = 2, UseMemory = true }),
        "plop" => new PlopStrategy(new() { MaskWeight = 0 }),
        "plop off" => new PlopStrategy(new() { MapWeight = 0, MaskWeight = 0 }),
        "ewf" => new EwfStrategy(new()),
        "ewf off" => new EwfStrategy(new() { Alpha = 1 }),
        "ewf pod" => new EwfStrategy(new() { Pod = true }),
        "av-cil" => new AvCilStrategy(new()),
        "contav-sep" => new ContavSepStrategy(new()),
        "contav-sep train" => new ContavSepStrategy(new() { TeacherMode = TeacherMode.Train }),
        "der" => new DerStrategy(new() { ItemsPerExemplar = 2, BatchSize = 4 }),
        _ => throw new ArgumentException(name, nameof(name)),
    };
}
