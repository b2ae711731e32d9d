using PluginHost.Consolidation;
using PluginHost.Distillation;
using PluginHost.Plugins.AvCil;
using PluginHost.Plugins.ContavSep;
using PluginHost.Plugins.Der;
using PluginHost.Plugins.Ewc;
using PluginHost.Plugins.Ewf;
using PluginHost.Plugins.FineTuning;
using PluginHost.Plugins.Lwf;
using PluginHost.Plugins.Plop;
using PluginHost.Plugins.Replay;

namespace PluginHost.Strategies.Tests;

/// <summary>The toy model has 108 parameters and 4 more per class, in single precision; a sample has 12 numbers, a row of output 8.</summary>
public sealed class KeptBytesTests
{
    private const long First = Float * (108 + (4 * 2));
    private const long Second = Float * (108 + (4 * 4));
    private const long Third = Float * (108 + (4 * 6));
    private const long Float = 4;

    // DER keeps four items of two rows for each of two exemplars per old class.
    private const long StoredOutputs = 4 * 2 * 2 * 8 * Float;

    [Theory]
    [InlineData("fine-tuning", 0, 0, 0)]
    [InlineData("replay", 0, 0, 0)]
    [InlineData("lwf", 0, Second, Third)]
    [InlineData("lwf old-rows", 0, First, Second)]
    [InlineData("plop", 0, Second, Third)]
    [InlineData("ewf", 0, First, Second)]
    [InlineData("av-cil", 0, First, Second)]
    [InlineData("contav-sep", 0, First, Second)]
    [InlineData("ewc", 2 * First, (2 * First) + (2 * Second), (2 * First) + (2 * Second))]
    [InlineData("ewc online", 2 * First, 2 * Second, 2 * Second)]
    [InlineData("der", 0, 2 * StoredOutputs, 4 * StoredOutputs)]
    public async Task A_run_reports_what_its_strategy_really_keeps(string name, long first, long second, long third)
    {
        using var run = new ToyRun();
        var chosen = Strategy(name);
        using var job = await new ToyJob(run, chosen, ToyJob.Options(1, 1)).Run();
        var experiences = job.Metrics()["experiences"]!.AsArray();
        experiences.Select(experience => (long)experience!["strategyBytes"]!).ShouldBe([first, second, third]);
        long[] exemplars = chosen.UsesMemory ? [0, 4 * 12 * Float, 8 * 12 * Float] : [0, 0, 0];
        experiences.Select(experience => (long)experience!["memoryBytes"]!).ShouldBe(exemplars);
        experiences.Select(experience => (long)experience!["heldBytes"]!).ShouldBe([first, second + exemplars[1], third + exemplars[2]]);

        var table = job.Events.Of<TableReported>().Single(table => table.Title.StartsWith("What is held", StringComparison.Ordinal));
        table.Rows.Select(row => (long)row[^1]!).ShouldBe([first, second + exemplars[1], third + exemplars[2]]);
    }

    private static IStrategy Strategy(string name) => name switch
    {
        "replay" => new ReplayStrategy(new()),
        "lwf" => new LwfStrategy(new()),
        "lwf old-rows" => new LwfStrategy(new() { UseMemory = true, UnseenClasses = UnseenClasses.OldRows }),
        "plop" => new PlopStrategy(new() { MaskWeight = 0 }),
        "ewf" => new EwfStrategy(new()),
        "av-cil" => new AvCilStrategy(new()),
        "contav-sep" => new ContavSepStrategy(new()),
        "ewc" => new EwcStrategy(new() { Mode = ImportanceMode.Separate }),
        "ewc online" => new EwcStrategy(new() { Mode = ImportanceMode.Online }),
        "der" => new DerStrategy(new()),
        _ => new FineTuningStrategy(new()),
    };
}
