using System.Text.Json.Nodes;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.FineTuning;

namespace PluginHost.Learning.Tests.Survival;

/// <summary>A run that goes without faulty samples is stopped in its second experience and goes on.</summary>
public sealed class SkippedSampleTests
{
    private static readonly string[] s_bad = ["Train-0-3", "Test-2-1"];

    private enum Fault
    {
        None,
        CutShort,
        NotFinite,
    }

    [Fact]
    public async Task A_resumed_run_knows_which_samples_it_goes_without_and_why()
    {
        using var run = await Stopped(Fault.CutShort);
        var list = JsonNode.Parse(File.ReadAllText(Path.Combine(run.Directory, "checkpoints", "samples.json")))!["skipped"]!.AsArray();
        list.Select(each => (string)each!["id"]!).ShouldBe(s_bad);
        list.ShouldAllBe(each => (string)each!["why"]![0]!["code"]! == "TOY1");

        var (resumed, events, loads) = await Resumed(run, Fault.CutShort);

        await ShouldBeUninterrupted(resumed, Fault.CutShort);
        var why = Warnings(events);
        why.Count(text => text.StartsWith("Skipped: ", StringComparison.Ordinal) && text.Contains("cut short")).ShouldBe(2);
        why.ShouldContain("2 of 96 samples could not be used when the run began; it goes on without them.");
        why.ShouldNotContain(text => text.Contains("whole by now"));
        loads.ShouldBeLessThan(96, "the first experience is not read again");
    }

    [Theory]
    [InlineData("CutShort")]
    [InlineData("NotFinite")]
    public async Task Samples_that_are_whole_by_now_stay_skipped_and_it_is_said(string before)
    {
        var fault = Enum.Parse<Fault>(before);
        using var run = await Stopped(fault);

        var (resumed, events, _) = await Resumed(run, Fault.None);

        await ShouldBeUninterrupted(resumed, fault);
        Warnings(events).ShouldContain(text =>
            text.StartsWith("Samples that were skipped are whole by now: Test-2-1, Train-0-3. The run still goes without them", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_list_of_samples_is_no_reason_to_train_on_others()
    {
        using var run = await Stopped(Fault.CutShort);
        File.WriteAllText(Path.Combine(run.Directory, "checkpoints", "samples.json"), "{");

        var (resumed, _, _) = await Resumed(run, Fault.CutShort);

        await ShouldBeUninterrupted(resumed, Fault.CutShort);
        (await Should.ThrowAsync<JobException>(() => Resumed(run, Fault.None))).Findings.ShouldAllBe(finding => finding.Code == "CE0304");
    }

    private static async Task<ToyRun> Stopped(Fault fault)
    {
        var run = new ToyRun(seed: 5);
        using var stop = new CancellationTokenSource();
        var events = new EventLog(runEvent =>
        {
            if (runEvent is StepCompleted { Experience: 1, Step: 3 }) stop.Cancel();
        });
        var job = new ToyJob(run, new FineTuningStrategy(new()), Options()) { OwnDataset = new Faulty(fault), Events = events };
        await Should.ThrowAsync<OperationCanceledException>(() => job.Run(stop.Token));
        return run;
    }

    private static async Task<(ToyJob Job, EventLog Events, int Loads)> Resumed(ToyRun stopped, Fault fault)
    {
        var run = new ToyRun(seed: 5, resume: true, directory: stopped.Directory);
        var (events, dataset) = (new EventLog(), new Faulty(fault));
        var options = Options();
        options.CheckSamplesOnResume = fault == Fault.None;
        var job = await new ToyJob(run, new FineTuningStrategy(new()), options) { OwnDataset = dataset, Events = events }.Run();
        return (job, events, dataset.Loads);
    }

    private static async Task ShouldBeUninterrupted(ToyJob resumed, Fault fault)
    {
        using var run = new ToyRun(seed: 5);
        using var whole = await new ToyJob(run, new FineTuningStrategy(new()), Options()) { OwnDataset = new Faulty(fault) }.Run();
        resumed.Weights().ShouldBe(whole.Weights());
        resumed.Matrix().SelectMany(row => row).ShouldBe(whole.Matrix().SelectMany(row => row));
        resumed.Metrics()["skippedSamples"]!.ToJsonString().ShouldBe(whole.Metrics()["skippedSamples"]!.ToJsonString());
        resumed.Metrics()["skippedSamples"]!.AsArray().Count.ShouldBe(2);
    }

    private static string[] Warnings(EventLog events) =>
        [.. events.Of<MessageReported>().Where(message => message.Severity == FindingSeverity.Warning).Select(message => message.Text)];

    private static ContinualOptions Options()
    {
        var options = ToyJob.Options(6, 6);
        options.LogEverySteps = 1;
        options.Data = new() { Faulty = FaultyPolicy.Skip };
        return options;
    }

    private sealed class Faulty(Fault fault) : IDataset
    {
        private readonly ToyDataset _inner = new()
        {
            Gain = sample => fault == Fault.NotFinite && s_bad.Contains(sample.Id) ? double.NaN : 1,
        };

        private int _loads;

        public int Loads => _loads;

        public DatasetInfo Info => _inner.Info;

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) => _inner.Samples(split);

        public Sample Load(SampleInfo sample)
        {
            Interlocked.Increment(ref _loads);
            if (fault == Fault.CutShort && s_bad.Contains(sample.Id))
                throw new JobException(new Finding { Code = "TOY1", What = "the file is cut short" });
            return _inner.Load(sample);
        }
    }
}
