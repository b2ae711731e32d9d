using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.ContavSep;
using PluginHost.Plugins.FineTuning;

namespace PluginHost.Learning.Tests.Engine;

public sealed class ResultTests
{
    [Fact]
    public async Task Metrics_hold_every_experience_class_and_matrix_entry_and_the_events_tell_the_same()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        using var job = await new ToyJob(run, new ContavSepStrategy(new())) { Events = events }.Run();
        var metrics = job.Metrics();
        ((bool)metrics["complete"]!).ShouldBeTrue();
        job.Matrix().Select(row => row.Length).ShouldBe([1, 2, 3]);
        foreach (var evaluation in events.Of<EvaluationCompleted>().Where(e => e.Scope.StartsWith("test-", StringComparison.Ordinal)))
            job.Matrix()[evaluation.Experience][evaluation.Scope[5] - '0'].ShouldBe(evaluation.Scores[0].Value);
        var classes = metrics["experiences"]![2]!["test"]!["classes"]!.AsObject();
        classes.Select(pair => pair.Key).ShouldBe(["class0", "class1", "class2", "class3", "class4", "class5"]);
        var final = job.Matrix()[2];
        ((double)metrics["summary"]!["SDR"]!["final average"]!).ShouldBe(final.Average()!.Value, 1e-9);
        metrics["summary"]!.AsObject().Count.ShouldBe(1, "a baseline is not summarised");
        events.Of<TableReported>().Count().ShouldBe(3 + 5);
        // The teacher is the model before it grew: 108 parameters, and 4 for each class.
        var kept = metrics["experiences"]!.AsArray().Select(experience => (long)experience!["strategyBytes"]!);
        kept.ShouldBe([0, 4 * (108 + 8), 4 * (108 + 16)]);
        foreach (var table in events.Of<TableReported>()) table.Rows.ShouldAllBe(row => row.Count == table.Columns.Count);
        for (var k = 0; k < 3; k++) File.Exists(Path.Combine(run.Directory, "checkpoints", $"experience-{k}.safetensors")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_times_of_experiences_are_shares_of_the_whole_and_processor_time_counts_what_is_outside_of_steps(bool boundaries)
    {
        using var run = new ToyRun();
        var options = ToyJob.Options(200, 100);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        using var job = await new ToyJob(run, new SlowEnd(), options)
        {
            Dataset = new(classes: 8), Benchmark = new ClassIncremental(new() { Boundaries = boundaries }),
        }.Run();
        var (wall, processor) = (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        var metrics = job.Metrics();
        double[] each(string name) => [.. metrics["experiences"]!.AsArray().Select(experience => (double)experience![name]!)];
        each("trainingSeconds").Sum().ShouldBeLessThan(wall);
        each("trainingSeconds").ShouldAllBe(seconds => seconds > 0);
        ((double)metrics["processorSeconds"]!).ShouldBe(each("processorSeconds").Sum(), 1e-9);
        each("processorSeconds").Sum().ShouldBeLessThanOrEqualTo(processor);
        if (boundaries) each("processorSeconds").ShouldAllBe(seconds => seconds >= 0.2);
    }

    /// <summary>Works for 0.2 s of processor time behind every experience.</summary>
    private sealed class SlowEnd : IStrategy
    {
        public void AfterExperience(ILearningContext context)
        {
            var start = Environment.CpuUsage.TotalTime;
            while ((Environment.CpuUsage.TotalTime - start).TotalSeconds < 0.2) Thread.SpinWait(1000);
        }
    }

    [Fact]
    public async Task Only_the_sources_of_the_classes_under_test_count()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        using var job = await new ToyJob(run, new FineTuningStrategy(new()), ToyJob.Options(2, 2)) { Events = events }.Run();
        var evaluations = events.Of<EvaluationCompleted>().Where(e => e.Experience == 2)
            .ToDictionary(e => e.Scope, e => e.Counted, StringComparer.Ordinal);
        evaluations["test"].ShouldBe(2 * 6 * 4);
        evaluations["test-1"].ShouldBe(2 * 4);
    }

    [Fact]
    public async Task Selection_by_validation_goes_on_with_the_best_weights()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        var options = ToyJob.Options(60, 40);
        options.Optimizers["*"].Rate = 0.3;
        options.Selection = new() { Mode = SelectionMode.Best, EverySteps = 7 };
        using var job = await new ToyJob(run, new FineTuningStrategy(new()), options) { Events = events }.Run();
        foreach (var group in events.Of<EvaluationCompleted>().Where(e => e.Scope == "validation").GroupBy(e => e.Experience))
        {
            var best = group.MaxBy(evaluation => evaluation.Scores[0].Value)!;
            var result = job.Metrics()["experiences"]![group.Key]!;
            ((int)result["selectedStep"]!).ShouldBe(best.Step);
            ((double)result["selectedScore"]!).ShouldBe(best.Scores[0].Value, 1e-12);
        }
    }

    [Fact]
    public async Task Classes_arrive_in_the_order_and_groups_asked_for()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        var options = ToyJob.Options(1, 1);
        var benchmark = new ClassIncremental(new() { Experiences = [["class4"], ["class0", "class2", "class1"]] });
        using var job = await new ToyJob(run, new FineTuningStrategy(new()), options) { Events = events, Benchmark = benchmark }.Run();
        events.Of<ExperienceStarted>().Select(started => string.Join(' ', started.NewClasses)).ShouldBe(["class4", "class0 class2 class1"]);
        job.Model.Classes.ShouldBe(4);
    }

    [Fact]
    public async Task The_training_list_repeats_new_samples_and_exemplars_by_their_factors()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        var options = ToyJob.Options();
        options.Steps = null;
        options.Epochs = new() { First = 1 };
        options.Repeat = 3;
        options.ExemplarRepeat = 10;
        using var job = await new ToyJob(run, new FineTuningStrategy(new() { UseMemory = true }), options) { Events = events }.Run();
        // 16 new samples x 3 and 4, then 8 exemplars x 10, in batches of 8 without the incomplete one.
        events.Of<ExperienceStarted>().Select(started => started.Steps).ShouldBe([48 / 8, (48 + 40) / 8, (48 + 80) / 8]);
    }
}
