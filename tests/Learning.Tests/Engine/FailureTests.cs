using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.FineTuning;

namespace PluginHost.Learning.Tests.Engine;

public sealed class FailureTests
{
    [Fact]
    public async Task A_loss_that_is_not_finite_stops_the_run_and_names_experience_epoch_and_batch()
    {
        using var run = new ToyRun();
        // 16 new samples in batches of 8: two batches per epoch. Step 5 of the second experience is its third epoch, second batch.
        using var job = new ToyJob(run, new FineTuningStrategy(new()), ToyJob.Options(10, 10)) { Task = new(poisonedStep: 15) };
        var message = (await Should.ThrowAsync<RunFailedException>(() => job.Run())).Message;
        message.ShouldContain("experience 2 of 3");
        message.ShouldContain("epoch 3, batch 2 (step 6 of 10)");
        message.ShouldContain("state-2.json");
        message.ShouldContain("the term 'base' of task ToyTask (RowLoss) is NaN");
        job.Weights().ShouldAllBe(weight => float.IsFinite(weight));
        File.Exists(Path.Combine(run.Directory, "checkpoints", "state-2.json")).ShouldBeTrue();
        job.Metrics()["experiences"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task All_wrong_class_names_are_reported_at_once_with_the_nearest_valid_one()
    {
        using var run = new ToyRun();
        var benchmark = new ClassIncremental(new() { ClassOrder = ["class1", "clas2", "class1", "zebra"] });
        using var job = new ToyJob(run, new FineTuningStrategy(new())) { Benchmark = benchmark };
        var findings = (await Should.ThrowAsync<JobException>(() => job.Run())).Findings;
        findings.Select(finding => finding.Where)
            .ShouldBe(["benchmark.options.classOrder[1]", "benchmark.options.classOrder[2]", "benchmark.options.classOrder[3]"]);
        findings[0].Fix.ShouldBe("Did you mean 'class2'?");
        findings[1].What.ShouldContain("twice");
    }

    [Fact]
    public async Task An_optimizer_for_a_group_the_model_does_not_have_is_reported()
    {
        using var run = new ToyRun();
        var options = ToyJob.Options();
        options.Optimizers = new(StringComparer.Ordinal) { ["sond"] = new() };
        using var job = new ToyJob(run, new FineTuningStrategy(new()), options);
        var findings = (await Should.ThrowAsync<JobException>(() => job.Run())).Findings;
        findings.Count.ShouldBe(3);
        findings.Single(finding => finding.Code == "CE0106").Fix.ShouldBe("Did you mean 'sound'?");
    }

    [Fact]
    public void The_self_check_finds_a_missing_device_memory_and_figure_at_once()
    {
        if (cuda.is_available()) return;
        using var run = new ToyRun(device: "cuda");
        var options = ToyJob.Options();
        options.Precision = Precision.Bf16;
        options.Selection = new() { Mode = SelectionMode.Best, Metric = "SRD" };
        using var job = new ToyJob(run, new FineTuningStrategy(new() { UseMemory = true }), options) { Memory = null };
        var findings = job.Engine().Check().ToArray();
        findings.Select(finding => finding.Code).ShouldBe(["CE0201", "CE0205", "CE0202"]);
        findings[0].Fix.ShouldNotBeNull().ShouldContain("'cpu'");
        findings[1].Fix.ShouldBe("Did you mean 'SDR'?");
    }

    [Fact]
    public void Options_that_contradict_each_other_are_found()
    {
        var options = ToyJob.Options();
        options.Epochs = new();
        options.Optimizers["*"].Betas = [0.9, 1];
        options.Check().Select(finding => finding.Where).ShouldBe(["optimizers.*.betas", "epochs"]);
    }
}
