using PluginHost.Plugins.AvCil;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.Der;
using PluginHost.Plugins.Ewc;
using PluginHost.Plugins.Ewf;
using PluginHost.Plugins.FineTuning;
using PluginHost.Plugins.Lwf;
using PluginHost.Plugins.Memories;
using PluginHost.Plugins.Plop;
using PluginHost.Plugins.Replay;

namespace PluginHost.Strategies.Tests;

/// <summary>Whole toy jobs: what a strategy does when it is switched off, and after an interruption.</summary>
public sealed class JobTests
{
    public static TheoryData<string> Resumable =>
    [
        "lwf", "lwf old-queries", "lwf old-rows", "replay", "ewc", "ewc online", "ewc online gss", "plop", "ewf",
        "ewf pod", "av-cil", "der",
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
        IMemory memory = strategy.EndsWith("gss", StringComparison.Ordinal)
            ? new GssGreedyMemory(new() { Total = 6, BatchSize = 4 })
            : new RandomMemory(new() { PerClass = 2 });
        return new(run, Strategy(strategy, run), options) { Events = events, Memory = memory };
    }

    private static IStrategy Strategy(string name, IRunContext run) => name switch
    {
        "fine-tuning" => new FineTuningStrategy(new()),
        "lwf" => new LwfStrategy(new(), run),
        "lwf off" => new LwfStrategy(new() { Weight = 0 }, run),
        "lwf old-queries" => new LwfStrategy(new() { UnseenClasses = UnseenClasses.OldQueries }, run),
        "lwf old-queries off" => new LwfStrategy(new() { Weight = 0, UnseenClasses = UnseenClasses.OldQueries }, run),
        "lwf old-rows" => new LwfStrategy(new() { UnseenClasses = UnseenClasses.OldRows, UseMemory = true }, run),
        "replay" => new ReplayStrategy(new()),
        "ewc" => new EwcStrategy(new() { Samples = 10 }),
        "ewc off" => new EwcStrategy(new() { Weight = 0 }),
        "ewc online" or "ewc online gss" => new EwcStrategy(new() { Mode = EwcMode.Online, Passes = 2, UseMemory = true }),
        "plop" => new PlopStrategy(new() { MaskWeight = 0 }, run),
        "plop off" => new PlopStrategy(new() { MapWeight = 0, MaskWeight = 0 }, run),
        "ewf" => new EwfStrategy(new(), run),
        "ewf off" => new EwfStrategy(new() { Alpha = 1 }, run),
        "ewf pod" => new EwfStrategy(new() { Pod = true }, run),
        "av-cil" => new AvCilStrategy(new(), run),
        "der" => new DerStrategy(new() { ItemsPerExemplar = 2, BatchSize = 4 }),
        _ => throw new ArgumentException(name, nameof(name)),
    };
}
