using System.Text.RegularExpressions;
using PluginHost.Plugins.Benchmarks;

namespace PluginHost.Learning.Tests.Engine;

public sealed partial class HookTests
{
    [Fact]
    public async Task Every_hook_is_called_in_the_documented_order()
    {
        using var run = new ToyRun();
        var strategy = new RecordingStrategy();
        using var job = await new ToyJob(run, strategy, ToyJob.Options(3, 1)) { Dataset = new(classes: 4) }.Run();
        string[] step(int number, string groups) =>
            [$"before batch {number}", "request", "after forward", "losses", $"gradients of {groups}", $"after step {number}"];
        string[] balance = ["before phase balance", "before epoch 0", .. step(0, "rest"), "after epoch 0", "after phase balance"];
        strategy.Calls.ShouldBe(
        [
            "arrange", "before stream",
            "before experience 0: 2 classes", "choose", "plan",
            "before phase main",
            "before epoch 0", .. step(0, "sound rest"), .. step(1, "sound rest"), "after epoch 0",
            "before epoch 1", .. step(2, "sound rest"), "after epoch 1",
            "after phase main", .. balance,
            "after experience 0", "before evaluation", "predict", "after evaluation",
            "before growth 1: 2 classes, 0 exemplars", "grow, 4 exemplars",
            "before experience 1: 4 classes", "choose", "plan",
            "before phase main", "before epoch 0", .. step(0, "sound rest"), "after epoch 0", "after phase main", .. balance,
            "after experience 1", "before evaluation", "predict", "after evaluation",
            "after stream",
        ]);
    }

    [Fact]
    public async Task The_page_and_its_picture_list_the_hooks_as_the_engine_calls_them()
    {
        using var run = new ToyRun();
        var strategy = new RecordingStrategy();
        using var job = await new ToyJob(run, strategy, ToyJob.Options(3, 1)) { Dataset = new(classes: 4) }.Run();
        // What comes before the first experience, then the second experience, which has all that an experience can have.
        string[] called =
        [
            .. strategy.Hooks.TakeWhile(hook => hook != nameof(IStrategy.BeforeExperience)),
            .. strategy.Hooks.SkipWhile(hook => hook != nameof(IStrategy.BeforeGrowth)).Distinct(),
        ];
        Type[] contracts = [typeof(IStrategy), typeof(IStreamPlan), typeof(IModelGrowth), typeof(IPhasePlan), typeof(IPredictionRule)];
        var hooks = contracts.SelectMany(contract => contract.GetMethods()).Where(method => !method.IsSpecialName);
        called.ShouldBe(hooks.Select(method => method.Name), ignoreOrder: true);

        Listed().Matches(Docs("hooks.md")).Select(item => item.Groups["hook"].Value).ShouldBe(called);
        Drawn().Matches(Docs("hooks.svg")).Select(item => item.Groups["hook"].Value).ShouldBe(called);
    }

    [Fact]
    public async Task Without_boundaries_nothing_tells_where_an_experience_begins()
    {
        using var run = new ToyRun();
        var strategy = new RecordingStrategy();
        using var job = new ToyJob(run, strategy, ToyJob.Options(3, 2))
        {
            Dataset = new(classes: 4),
            Benchmark = new ClassIncremental(new() { Boundaries = false }),
            Memory = new PluginHost.Plugins.Memories.ReservoirMemory(new() { Total = 4 }),
        };
        await job.Run();
        string[] step(int number) =>
            [$"before batch {number}", "request", "after forward", "losses", "gradients of sound rest", $"after step {number}"];
        strategy.Calls.Where(call => call != "predict").ShouldBe(
        [
            "arrange", "before stream", "before phase main", "before epoch 0",
            .. step(0), .. step(1), .. step(2), .. step(3), .. step(4),
            "after epoch 0", "after phase main", "after stream",
        ]);
        job.Matrix().Select(row => row.Length).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_models_own_loss_is_added_with_its_weight_and_logged_by_its_name()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        var job = new ToyJob(run, new RecordingStrategy(), ToyJob.Options(1, 1)) { Events = events };
        using (job)
        {
            job.Model.OwnWeight = 0.25;
            await job.Run();
            var steps = events.Of<StepCompleted>().ToArray();
            steps.ShouldNotBeEmpty();
            foreach (var step in steps)
            {
                step.Terms.Select(term => term.Key).ShouldBe(["base", "own"]);
                step.Loss.ShouldBe(step.Terms[0].Value + (0.25 * step.Terms[1].Value), 1e-6);
            }
        }
    }

    private static string Docs(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", name));

    [GeneratedRegex(@"^\d+\. `(?<hook>\w+)`", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listed();

    [GeneratedRegex(@"<text class=""hook( decision)?""[^>]*>(?<hook>\w+)</text>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Drawn();
}
