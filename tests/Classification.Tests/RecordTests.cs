using System.Text.Json.Nodes;
using PluginHost.Plugins.AccuracyMetric;
using PluginHost.Plugins.ContinualMetric;
using PluginHost.Plugins.ClassificationStrategies;
using PluginHost.Plugins.FineTuning;

namespace PluginHost.Classification.Tests;

/// <summary>What a run keeps of its predictions, and what is made of it later.</summary>
public sealed class RecordTests
{
    private static readonly AddedMetric s_recency = new("recency", "metric.accuracy", "0.1.0");

    [Fact]
    public async Task A_metric_that_is_added_after_the_run_has_the_values_that_the_run_would_have_given()
    {
        using var with = new ToyRun(seed: 3);
        using var without = new ToyRun(seed: 3);
        ISetMetric[] Metrics() => [new CalibrationMetric(new()), new RecencyMetric(), new ConfusionMetric()];
        using var whole = await new ClassificationJob(with, new FineTuningStrategy(new())) { SetMetrics = Metrics() }.Run();
        using var bare = await new ClassificationJob(without, new FineTuningStrategy(new())).Run();
        bare.Figures().ShouldNotBe(whole.Figures());
        using var later = new ClassificationJob(without, new FineTuningStrategy(new())) { SetMetrics = Metrics() };
        foreach (var name in (string[])["calibration", "recency", "confusion"])
            await later.Engine().AddMetricAsync(new(name, "metric.accuracy", "0.1.0"), CancellationToken.None);
        later.Figures().ShouldBe(whole.Figures());
        later.Metrics()["figures"]!.ToJsonString().ShouldBe(whole.Metrics()["figures"]!.ToJsonString());
        later.Metrics()["added"]!.AsArray().Select(added => (string)added!["metric"]!).ShouldBe(["calibration", "recency", "confusion"]);
        whole.Metrics()["added"]!.AsArray().ShouldBeEmpty();
        foreach (var file in Directory.GetFiles(Path.Combine(with.Directory, "counts")))
            File.ReadAllText(Path.Combine(without.Directory, "counts", Path.GetFileName(file))).ShouldBe(File.ReadAllText(file));
    }

    [Fact]
    public async Task A_figure_that_is_not_defined_is_null_with_its_reason_and_so_are_the_summaries_over_it()
    {
        using var run = new ToyRun(seed: 3);
        using var job = await new ClassificationJob(run, new FineTuningStrategy(new())) { SetMetrics = [new RecencyMetric()] }.Run();
        var first = job.Metrics()["experiences"]![0]!["test"]!;
        first["scores"]!.AsObject().ShouldContainKey("recency bias");
        first["scores"]!["recency bias"].ShouldBeNull();
        ((string)first["undefined"]!["recency bias"]!).ShouldBe("in the first experience all classes are new");
        job.Metrics()["summary"]!["recency bias"]!["incremental average"].ShouldBeNull();
        ((string)job.Metrics()["undefined"]!["recency bias"]!["incremental average"]!).ShouldBe("a test has no score");
        job.Events.Of<TableReported>().First().Caption!.ShouldContain("No recency bias: in the first experience all classes are new (test-0, test).");
    }

    [Fact]
    public async Task A_stream_metric_that_is_added_stays_when_another_metric_is_added_after_it()
    {
        using var run = new ToyRun(seed: 3);
        using var job = await new ClassificationJob(run, new FineTuningStrategy(new())).Run();
        using var first = new ClassificationJob(run, new FineTuningStrategy(new())) { StreamMetrics = [new StreamSummaries(new()), new FewShotMetric()] };
        await first.Engine().AddMetricAsync(new("few-shot", "metric.accuracy", "0.1.0"), CancellationToken.None);
        var drop = (double)job.Metrics()["summary"]!["accuracy"]!["performance drop"]!;
        using var second = new ClassificationJob(run, new FineTuningStrategy(new())) { SetMetrics = [new RecencyMetric()] };
        await second.Engine().AddMetricAsync(s_recency, CancellationToken.None);
        ((double)job.Metrics()["summary"]!["accuracy"]!["performance drop"]!).ShouldBe(drop);
        job.Metrics()["added"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Records_can_be_switched_off_and_then_nothing_can_be_added()
    {
        using var run = new ToyRun(seed: 3);
        var options = ClassificationJob.Quick();
        options.Records.Keep = false;
        using var job = await new ClassificationJob(run, new FineTuningStrategy(new())) { Options = options }.Run();
        Directory.Exists(Path.Combine(run.Directory, "records")).ShouldBeFalse();
        await Refused(run, "CE0503");
    }

    [Fact]
    public async Task What_exceeds_the_bound_is_left_out_with_a_warning_and_figures_over_it_say_so()
    {
        using var run = new ToyRun(seed: 3);
        var options = ClassificationJob.Quick();
        options.Records.Megabytes = 0;
        using var job = await new ClassificationJob(run, new FineTuningStrategy(new())) { Options = options }.Run();
        job.Events.Of<MessageReported>().Count(message => message.Text.Contains("are not kept", StringComparison.Ordinal)).ShouldBe(1 + 2 + 3 + 3);
        await Refused(run, "CE0503");

        using var other = new ToyRun(seed: 3);
        using var kept = await new ClassificationJob(other, new FineTuningStrategy(new())).Run();
        File.Delete(Path.Combine(other.Directory, "records", "2-test-0.safetensors"));
        using var later = new ClassificationJob(other, new FineTuningStrategy(new())) { SetMetrics = [new RecencyMetric()] };
        await later.Engine().AddMetricAsync(s_recency, CancellationToken.None);
        var part = kept.Metrics()["experiences"]![2]!["parts"]![0]!;
        part["scores"]!["recency bias"].ShouldBeNull();
        ((string)part["undefined"]!["recency bias"]!).ShouldBe("its predictions were not kept (engine.options.records)");
    }

    [Fact]
    public async Task A_metric_that_the_run_has_and_a_damaged_record_are_refused_and_the_results_stay()
    {
        using var run = new ToyRun(seed: 3);
        using var job = await new ClassificationJob(run, new FineTuningStrategy(new())).Run();
        var before = File.ReadAllText(Path.Combine(run.Directory, "metrics.json"));
        await Refused(run, "CE0502", "accuracy");
        var record = Path.Combine(run.Directory, "records", "1-test.safetensors");
        var bytes = File.ReadAllBytes(record);
        File.WriteAllBytes(record, bytes[..(bytes.Length / 2)]);
        await Refused(run, "CE0504");
        File.ReadAllText(Path.Combine(run.Directory, "metrics.json")).ShouldBe(before);
        var open = JsonNode.Parse(before)!;
        open["complete"] = false;
        File.WriteAllText(Path.Combine(run.Directory, "metrics.json"), open.ToJsonString());
        await Refused(run, "CE0501");
    }

    [Fact]
    public void Samples_come_back_from_a_record_with_domain_and_group()
    {
        using var run = new ToyRun(seed: 3);
        var records = new PredictionRecords(run.Directory, new());
        SampleInfo[] samples =
        [
            new() { Id = "moon", Label = 2, Split = Split.Test, Domain = "fr", Group = "round" },
            new() { Id = "sun", Labels = [], Split = Split.Test },
        ];
        using (var record = records.Begin()!)
        {
            using var prediction = new Prediction(
                [.. samples.Select(sample => new Draw { Training = false, Sources = [new() { Sample = sample }] })],
                new Dictionary<string, Tensor>(StringComparer.Ordinal) { [PredictionKeys.Logits] = zeros(2, 3) });
            record.Take(prediction);
            record.Write(0, "test").ShouldBeNull();
        }

        var back = records.Read(0, "test").Single().Draws.Select(draw => draw.Sources[0].Sample).ToArray();
        back.ShouldBe(samples);
        back.Select(sample => (sample.Domain, sample.Group)).ShouldBe([("fr", "round"), ("", "")]);
    }

    [Fact]
    public async Task Tests_between_steps_change_no_weight_and_give_the_worst_accuracy_that_their_events_tell()
    {
        using var plain = new ToyRun(seed: 3);
        using var watched = new ToyRun(seed: 3);
        var options = ClassificationJob.Quick();
        options.Evaluation.EverySteps = 2;
        using var without = await new ClassificationJob(plain, new FineTuningStrategy(new())).Run();
        using var job = await new ClassificationJob(watched, new FineTuningStrategy(new()))
        {
            Options = options, StreamMetrics = [new StreamSummaries(new()), new StabilityMetric()],
        }.Run();
        job.FinalWeights().ShouldBe(without.FinalWeights());
        job.Metrics()["matrix"]!.ToJsonString().ShouldBe(without.Metrics()["matrix"]!.ToJsonString());
        job.Metrics()["between"]!.AsArray().Count.ShouldBe((1 + 2 + 3) * 2, "after steps 2 and 4 of 6");
        var tests = job.Events.Of<EvaluationCompleted>().Where(test => test.Scope.StartsWith("test-", StringComparison.Ordinal)).ToArray();
        double Worst(int k) => tests.Where(test => test.Experience > k && test.Scope == $"test-{k}").Min(test => test.Scores[0].Value);
        var summary = job.Metrics()["summary"]!["accuracy"]!;
        ((double)summary["min-ACC"]!).ShouldBe((Worst(0) + Worst(1)) / 2, 1e-9);
        without.Metrics()["summary"]!["accuracy"]!.AsObject().ShouldNotContainKey("min-ACC");
    }

    [Fact]
    public async Task Tests_between_steps_follow_the_experiences_of_a_stream_that_tells_no_boundaries()
    {
        using var plain = new ToyRun(seed: 3);
        using var watched = new ToyRun(seed: 3);
        using var without = await new ClassificationJob(plain, new EnMixStrategy(new()))
        {
            Benchmark = OnlineStream.Of(boundaries: false), Memory = OnlineStream.Reservoir(),
        }.Run();
        using var job = TaskFree(watched, new());
        await job.Run();
        job.FinalWeights().ShouldBe(without.FinalWeights());
        job.Metrics()["matrix"]!["accuracy"]!.ToJsonString().ShouldBe(without.Metrics()["matrix"]!["accuracy"]!.ToJsonString());
        // Experience n ends with step Ends[n]; tests fall on every other step that ends none.
        int[] steps = [.. job.Events.Of<EvaluationCompleted>().Where(test => test.Scope == "test").Select(test => test.Step)];
        int[] ends = [.. steps.Select((_, n) => steps.Take(n + 1).Sum())];
        var expected = Enumerable.Range(1, ends[^1]).Where(step => step % 2 == 0 && !ends.Contains(step))
            .SelectMany(step => Enumerable.Range(0, ends.Count(end => end < step) + 1).Select(k => (ends.Count(end => end < step), $"test-{k}", step)));
        job.Metrics()["between"]!.AsArray().Select(test => ((int)test!["experience"]!, (string)test["scope"]!, (int)test["step"]!)).ShouldBe(expected);
        ((double?)job.Metrics()["summary"]!["accuracy"]!["min-ACC"]).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0, 8)]
    public Task Tests_between_steps_without_boundaries_are_resumed_exactly(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly(TaskFree, experience, step);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    public Task Tests_between_steps_are_resumed_exactly(int experience, int step) => ClassificationJob.ShouldResumeExactly(
        (run, events) =>
        {
            var options = ClassificationJob.Quick();
            options.Evaluation.EverySteps = 2;
            return new(run, new FineTuningStrategy(new()))
            {
                Events = events, Options = options, SetMetrics = [new RecencyMetric()], StreamMetrics = [new StabilityMetric()],
            };
        },
        experience,
        step);

    private static ClassificationJob TaskFree(ToyRun run, EventLog events)
    {
        var options = ClassificationJob.Quick();
        options.Evaluation.EverySteps = 2;
        return new(run, new EnMixStrategy(new()))
        {
            Events = events, Options = options, Benchmark = OnlineStream.Of(boundaries: false), Memory = OnlineStream.Reservoir(),
            SetMetrics = [new RecencyMetric()], StreamMetrics = [new StreamSummaries(new()), new StabilityMetric()],
        };
    }

    private static async Task Refused(ToyRun run, string code, string metric = "recency")
    {
        using var job = new ClassificationJob(run, new FineTuningStrategy(new())) { SetMetrics = [new RecencyMetric()] };
        var refusal = await Should.ThrowAsync<JobException>(
            () => job.Engine().AddMetricAsync(new(metric, "metric.accuracy", "0.1.0"), CancellationToken.None));
        refusal.Findings.Single().Code.ShouldBe(code);
    }
}
