namespace PluginHost.Learning.Tests.Engine;

public sealed class HookTests
{
    [Fact]
    public async Task Every_hook_is_called_in_the_documented_order()
    {
        using var run = new ToyRun();
        var strategy = new RecordingStrategy();
        using var job = await new ToyJob(run, strategy, ToyJob.Options(3, 1)) { Dataset = new(classes: 4) }.Run();
        string[] step(int number, string groups) =>
            ["transform", $"begin step {number}", "request", "terms", $"gradients of {groups}", $"after step {number}"];
        string[] balance = ["begin phase balance", "begin epoch 0", .. step(0, "rest"), "end epoch 0", "end phase balance"];
        strategy.Calls.ShouldBe(
        [
            "arrange", "begin stream",
            "begin experience 0: 2 classes", "choose", "plan",
            "begin phase main",
            "begin epoch 0", .. step(0, "sound rest"), .. step(1, "sound rest"), "end epoch 0",
            "begin epoch 1", .. step(2, "sound rest"), "end epoch 1",
            "end phase main", .. balance,
            "end experience 0", "predict",
            "before growth 1: 2 classes, 0 exemplars", "grow, 4 exemplars",
            "begin experience 1: 4 classes", "choose", "plan",
            "begin phase main", "begin epoch 0", .. step(0, "sound rest"), "end epoch 0", "end phase main", .. balance,
            "end experience 1", "predict",
            "end stream",
        ]);
    }

    [Fact]
    public async Task Without_boundaries_no_experience_hook_is_called_but_the_model_grows()
    {
        using var run = new ToyRun();
        var strategy = new RecordingStrategy();
        var options = ToyJob.Options(1, 1);
        options.Boundaries = false;
        using var job = await new ToyJob(run, strategy, options) { Dataset = new(classes: 4) }.Run();
        strategy.Calls.ShouldNotContain(call => call.Contains("experience", StringComparison.Ordinal));
        strategy.Calls.ShouldNotContain(call => call.StartsWith("before", StringComparison.Ordinal));
        job.Model.Classes.ShouldBe(4);
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
}
