using PluginHost.Plugins.Continual;
using PluginHost.Plugins.FineTuning;
using PluginHost.Training;

namespace PluginHost.Learning.Tests.Engine;

public sealed class DataCheckTests
{
    private static readonly string[] s_bad = ["Train-0-3", "Train-4-7", "Test-2-1", "Validation-5-0"];

    [Fact]
    public async Task With_check_a_run_stops_at_its_start_and_lists_every_faulty_sample()
    {
        using var run = new ToyRun();
        using var job = new ToyJob(run, new FineTuningStrategy(new()), Options(check: true)) { OwnDataset = new Damaged(s_bad) };
        var findings = (await Should.ThrowAsync<JobException>(() => job.Run())).Findings;
        findings.Select(finding => finding.Where).ShouldBe(["sample Train-0-3", "sample Test-2-1", "sample Train-4-7", "sample Validation-5-0"]);
        findings.ShouldAllBe(finding => finding.What.Contains("the file is cut short"));
        Directory.Exists(Path.Combine(run.Directory, "checkpoints")).ShouldBeFalse("nothing was trained");
    }

    [Fact]
    public async Task Without_check_the_first_faulty_sample_ends_the_run_when_it_is_met()
    {
        using var run = new ToyRun();
        using var job = new ToyJob(run, new FineTuningStrategy(new()), Options()) { OwnDataset = new Damaged(s_bad) };
        (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task With_skip_the_stream_goes_without_faulty_samples_and_results_say_which()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        var data = new Damaged(s_bad);
        using var job = await new ToyJob(run, new FineTuningStrategy(new()), Options(FaultyPolicy.Skip)) { OwnDataset = data, Events = events }.Run();
        var metrics = job.Metrics();
        ((bool)metrics["complete"]!).ShouldBeTrue();
        metrics["skippedSamples"]!.AsArray().Select(each => (string)each!["id"]!).ShouldBe(["Train-0-3", "Test-2-1", "Train-4-7", "Validation-5-0"]);
        ((string)metrics["skippedSamples"]![0]!["why"]!).ShouldContain("the file is cut short");
        // Two classes of 8 training samples arrive in each experience.
        events.Of<ExperienceStarted>().Select(each => each.NewSamples).ShouldBe([15, 16, 15]);
        // 6 classes of 4 test samples, one of which is gone; each is a mixture of two that both count.
        events.Of<EvaluationCompleted>().Last(each => each.Scope == "test").Counted.ShouldBe(2 * 23);
        events.Of<MessageReported>().ShouldContain(message => message.Text.Contains("4 of 96 samples cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Skipping_equals_training_on_data_that_never_had_the_faulty_samples()
    {
        using var first = new ToyRun();
        using var second = new ToyRun();
        var strategy = new FineTuningStrategy(new());
        using var skipped = await new ToyJob(first, strategy, Options(FaultyPolicy.Skip)) { OwnDataset = new Damaged(s_bad) }.Run();
        using var never = await new ToyJob(second, strategy, Options()) { OwnDataset = new Damaged(s_bad, listed: false) }.Run();
        skipped.Weights().ShouldBe(never.Weights());
        skipped.Matrix().SelectMany(row => row).ShouldBe(never.Matrix().SelectMany(row => row));
    }

    [Fact]
    public async Task A_class_that_loses_its_last_sample_is_refused_with_the_reason()
    {
        using var run = new ToyRun();
        string[] all = [.. Enumerable.Range(0, 8).Select(i => $"Train-3-{i}")];
        using var job = new ToyJob(run, new FineTuningStrategy(new()), Options(FaultyPolicy.Skip)) { OwnDataset = new Damaged(all) };
        var findings = (await Should.ThrowAsync<JobException>(() => job.Run())).Findings;
        findings[0].What.ShouldContain("'class3' has no sample in the train split");
        findings.Count.ShouldBe(1 + 8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Every_sample_is_read_once_whatever_the_threads_and_faults_come_in_the_order_of_the_stream(int threads)
    {
        var data = new Damaged(s_bad);
        var events = new EventLog();
        using var store = new SampleStore(data, data.Info.Classes, null, 1 << 20);
        SampleInfo[] all = [.. Enum.GetValues<Split>().SelectMany(data.Samples)];
        var faulty = new DataCheck(store, threads, events).Read(all, CancellationToken.None);
        faulty.Select(each => each.Sample.Id).ShouldBe(all.Select(sample => sample.Id).Where(id => s_bad.Contains(id)));
        data.Loads.ShouldBe(all.Length);
        foreach (var good in all.Where(sample => !s_bad.Contains(sample.Id))) store.Get(good);
        data.Loads.ShouldBe(all.Length, "what was read stays");
        events.Of<ProgressReported>().Last().Done.ShouldBe(all.Length);
    }

    [Fact]
    public void What_does_not_fit_the_cache_is_read_and_let_go()
    {
        var data = new Damaged([]);
        SampleInfo[] all = [.. data.Samples(Split.Train)];
        using var example = data.Load(all[0]);
        using var store = new SampleStore(data, data.Info.Classes, null, (7 * SampleStore.CostOf(example)) / 2);
        new DataCheck(store, 1, new EventLog()).Read(all, CancellationToken.None).ShouldBeEmpty();
        store.KeptBytes.ShouldBe(3 * SampleStore.CostOf(example));
        var read = data.Loads;
        foreach (var first in all.Take(3)) store.Get(first);
        data.Loads.ShouldBe(read, "the first three stayed");
        store.Get(all[^1]);
        data.Loads.ShouldBe(read + 1);
    }

    [Fact]
    public void Reading_ends_when_it_is_told_to()
    {
        var data = new Damaged([]);
        using var store = new SampleStore(data, data.Info.Classes, null, 1 << 20);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => new DataCheck(store, 2, new EventLog()).Read([.. data.Samples(Split.Train)], stop.Token));
    }

    private static ContinualOptions Options(FaultyPolicy faulty = FaultyPolicy.Stop, bool check = false)
    {
        var options = ToyJob.Options(6, 6);
        options.Data = new() { Check = check, Faulty = faulty };
        return options;
    }

    /// <summary>The toy data set with some files cut short; or without those samples.</summary>
    internal sealed class Damaged(string[] bad, bool listed = true) : IDataset
    {
        private readonly ToyDataset _inner = new();
        private int _loads;

        public int Loads => _loads;

        public DatasetInfo Info => _inner.Info;

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) =>
            [.. _inner.Samples(split).Where(sample => listed || !bad.Contains(sample.Id))];

        public Sample Load(SampleInfo sample)
        {
            Interlocked.Increment(ref _loads);
            if (bad.Contains(sample.Id)) throw new JobException(new Finding { Code = "TOY1", What = "the file is cut short" });
            return _inner.Load(sample);
        }
    }
}
