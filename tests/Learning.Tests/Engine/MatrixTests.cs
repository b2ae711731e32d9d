using System.Text.Json.Nodes;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.ContinualMetric;
using PluginHost.Plugins.FineTuning;
using PluginHost.Plugins.Joint;

namespace PluginHost.Learning.Tests.Engine;

public sealed class MatrixTests
{
    [Fact]
    public async Task Each_class_has_its_score_after_every_experience_and_they_average_to_the_matrix()
    {
        using var run = new ToyRun();
        using var job = await new ToyJob(run, new FineTuningStrategy(new())).Run();
        var classes = job.Metrics()["classMatrix"]!["SDR"]!.AsObject();
        classes.Select(pair => pair.Key).ShouldBe(["class0", "class1", "class2", "class3", "class4", "class5"]);
        for (var t = 0; t < 3; t++)
        {
            for (var k = 0; k < 3; k++)
            {
                var (first, second) = (Cell(classes, 2 * k, t), Cell(classes, (2 * k) + 1, t));
                if (k > t)
                {
                    first.ShouldBeNull();
                    continue;
                }

                // Every class has four test clips, so the classes weigh alike.
                job.Matrix()[t][k]!.Value.ShouldBe((first!.Value + second!.Value) / 2, 1e-9);
            }
        }
    }

    [Fact]
    public async Task Tests_of_experiences_to_come_change_no_number_of_the_run()
    {
        using var run = new ToyRun();
        using var plain = await new ToyJob(run, new FineTuningStrategy(new() { UseMemory = true })).Run();
        using var other = new ToyRun();
        using var future = await new ToyJob(other, new FineTuningStrategy(new() { UseMemory = true }), Looking()).Run();
        future.Weights().ShouldBe(plain.Weights());
        future.Matrix().Select(row => row.Length).ShouldBe([3, 3, 3]);
        for (var t = 0; t < 3; t++) future.Matrix()[t][..(t + 1)].ShouldBe(plain.Matrix()[t]);
        foreach (var name in new[] { "final average", "incremental average", "forgetting", "backward transfer" })
            Summary(future, name).ShouldBe(Summary(plain, name), name);
        Summary(plain, "forward transfer").ShouldBeNull();
        var caption = plain.Events.Of<TableReported>().Last(table => table.Title == "Over the stream").Caption!;
        caption.ShouldContain("No forward transfer: experiences to come were not tested");
        caption.Split("No forward transfer").Length.ShouldBe(2, "each reason stands there once");
        var parts = future.Metrics()["experiences"]![2]!["parts"]!.AsArray();
        var baseline = parts.Select(part => (double)part!["scores"]!["SDR_mix"]!).ToArray();
        var matrix = future.Matrix();
        Summary(future, "forward transfer")!.Value
            .ShouldBe((matrix[0][1]!.Value - baseline[1] + (matrix[1][2]!.Value - baseline[2])) / 2, 1e-9);
        foreach (var table in future.Events.Of<TableReported>()) table.Rows.ShouldAllBe(row => row.Count == table.Columns.Count);
    }

    [Fact]
    public async Task An_experience_to_come_is_tested_with_the_very_rows_it_will_begin_with()
    {
        using var run = new ToyRun();
        var options = Looking();
        options.LaterRateFactor = 0;
        using var job = await new ToyJob(run, new FineTuningStrategy(new()), options).Run();
        // Nothing is learned after the first experience, so what was foreseen is what is found.
        job.Matrix()[1][1].ShouldBe(job.Matrix()[0][1]);
        job.Matrix()[2][2].ShouldBe(job.Matrix()[1][2]);
    }

    [Fact]
    public async Task Joint_training_is_tested_on_each_planned_experience_and_serves_as_the_reference_of_intransigence()
    {
        using var run = new ToyRun();
        using var joint = await new ToyJob(run, new JointStrategy()).Run();
        var planned = joint.Metrics()["experiences"]![0]!["planned"]!.AsArray();
        planned.Select(test => (string?)test!["scope"]).ShouldBe(["planned-0", "planned-1", "planned-2"]);
        planned.ShouldAllBe(test => (int)test!["counted"]! <= 2 * 2 * 4);
        joint.Matrix().Select(row => row.Length).ShouldBe([1]);
        using var other = new ToyRun();
        var metric = new StreamSummaries(new() { Reference = run.Directory }, other);
        metric.Check().ShouldBeEmpty();
        using var job = await new ToyJob(other, new FineTuningStrategy(new())) { StreamMetric = metric }.Run();
        job.Metrics()["experiences"]![0]!["planned"]!.AsArray().ShouldBeEmpty();
        var lags = Enumerable.Range(0, 3).Select(k => (double)planned[k]!["scores"]!["SDR"]! - job.Matrix()[k][k]!.Value);
        Summary(job, "intransigence")!.Value.ShouldBe(lags.Average(), 1e-9);
    }

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("{ not json", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("""{ "complete": false }""", "not complete")]
    [InlineData("""{ "complete": true, "experiences": [] }""", "cannot be read")]
    [InlineData("""{ "complete": true, "experiences": [{ "planned": [] }] }""", "not of joint training")]
    public void A_reference_that_cannot_be_used_is_found_before_the_run(string? content, string problem)
    {
        using var run = new ToyRun();
        if (content is not null) File.WriteAllText(Path.Combine(run.Directory, "metrics.json"), content);
        var finding = new StreamSummaries(new() { Reference = "metrics.json" }, run).Check().ShouldHaveSingleItem();
        finding.What.ShouldContain(problem);
        finding.What.ShouldContain("metrics.json");
    }

    [Fact]
    public void Two_references_are_one_too_many()
    {
        var options = new ContinualMetricOptions { Reference = "a", ReferenceFigures = new(StringComparer.Ordinal) { ["SDR"] = [] } };
        options.Check().Select(finding => finding.Where).ShouldBe(["referenceFigures", "referenceFigures.SDR"]);
    }

    private static ContinualOptions Looking()
    {
        var options = ToyJob.Options();
        options.Evaluation.Future = true;
        return options;
    }

    private static double? Cell(JsonObject classes, int label, int t) => (double?)classes[$"class{label}"]![t];

    private static double? Summary(ToyJob job, string name) => (double?)job.Metrics()["summary"]!["SDR"]![name];
}
