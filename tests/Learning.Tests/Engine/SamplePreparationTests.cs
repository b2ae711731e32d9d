using PluginHost.Plugins.FineTuning;
using PluginHost.PreparedData;

namespace PluginHost.Learning.Tests.Engine;

/// <summary>What an engine does for <c>data prepare</c>, on the toy data set.</summary>
public sealed class SamplePreparationTests : IDisposable
{
    private const string Job = """{ "dataset": { "use": "toy", "options": { "file": "clips.txt" } }, "features": { "use": "none" } }""";

    private readonly ToyRun _run = new(threads: 3);

    private string File => Path.Combine(_run.Directory, "below", "store.db");

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_run_from_the_store_has_the_weights_and_figures_of_one_from_the_original()
    {
        var events = new EventLog();
        var result = await Prepare(new ToyDataset(), events);
        (result.Samples, result.Added, result.Faulty).ShouldBe((96, 96, 0));
        result.Bytes.ShouldBe(new FileInfo(File).Length);
        events.Of<ProgressReported>().Last().Done.ShouldBe(96);
        events.Of<ProgressReported>().Last().Figures.Select(figure => figure.Key).ShouldBe(["megabytes", "seconds left"]);

        using var database = SampleDatabase.Open(File);
        using var one = new ToyRun();
        using var two = new ToyRun();
        var strategy = new FineTuningStrategy(new());
        using var original = await new ToyJob(one, strategy, ToyJob.Options(6, 6)).Run();
        using var stored = await new ToyJob(two, strategy, ToyJob.Options(6, 6)) { OwnDataset = new Stored(database) }.Run();
        stored.Weights().ShouldBe(original.Weights());
        stored.Matrix().SelectMany(row => row).ShouldBe(original.Matrix().SelectMany(row => row));
    }

    [Fact]
    public async Task Faulty_samples_are_warnings_and_are_read_again_by_the_next_call_alone()
    {
        var damaged = new DataCheckTests.Damaged(["Train-0-0", "Train-0-3", "Test-2-1"]);
        var result = await Prepare(damaged);
        (result.Samples, result.Added, result.Faulty).ShouldBe((93, 93, 3));
        result.Findings.SkipLast(1).Select(finding => (finding.Severity, finding.Where)).ShouldBe(
            new[] { "Train-0-0", "Train-0-3", "Test-2-1" }.Select(id => (FindingSeverity.Warning, $"sample {id}")));
        result.Findings[^1].What.ShouldContain("3 of 96 samples");

        var mended = new DataCheckTests.Damaged(["Train-0-3"]);
        result = await Prepare(mended);
        (result.Samples, result.Added, result.Faulty).ShouldBe((95, 2, 1));
        mended.Loads.ShouldBe(1 + 3, "one to compare with the store, and the three that were faulty");
        result = await Prepare(new ToyDataset());
        (result.Samples, result.Added, result.Faulty).ShouldBe((96, 1, 0));
        var idle = new ToyDataset();
        (await Prepare(idle)).Added.ShouldBe(0);
        idle.Loads.ShouldBe(0, "all is there");
    }

    [Fact]
    public async Task The_engines_rule_for_faulty_samples_holds_in_a_run_from_the_store()
    {
        await Prepare(new DataCheckTests.Damaged(["Train-0-3"]));
        using var database = SampleDatabase.Open(File);
        foreach (var policy in new[] { FaultyPolicy.Stop, FaultyPolicy.Skip })
        {
            using var run = new ToyRun();
            var options = ToyJob.Options(6, 6);
            options.Data = new() { Check = true, Faulty = policy };
            using var job = new ToyJob(run, new FineTuningStrategy(new()), options) { OwnDataset = new Stored(database) };
            if (policy == FaultyPolicy.Stop)
            {
                (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem().What.ShouldContain("the file is cut short");
                continue;
            }

            await job.Run();
            ((string)job.Metrics()["skippedSamples"]![0]!["id"]!).ShouldBe("Train-0-3");
        }
    }

    [Fact]
    public async Task Nothing_that_can_be_read_is_an_error()
    {
        string[] all = [.. Enum.GetValues<Split>().SelectMany(new ToyDataset().Samples).Select(sample => sample.Id)];
        var findings = (await Should.ThrowAsync<JobException>(() => Prepare(new DataCheckTests.Damaged(all)))).Findings;
        findings[^1].Code.ShouldBe("CE0602");
        findings[0].What.ShouldContain("the file is cut short");
    }

    [Fact]
    public async Task What_was_read_stays_when_the_work_is_stopped_and_data_that_changed_meanwhile_is_refused()
    {
        using var stop = new CancellationTokenSource();
        var loads = 0;
        var slow = new ToyDataset { Gain = _ =>
            {
                if (Interlocked.Increment(ref loads) == 8 * 40) stop.Cancel();
                return 1;
            },
        };
        await Should.ThrowAsync<OperationCanceledException>(() => Prepare(slow, cancellationToken: stop.Token));
        Should.Throw<JobException>(() => SampleDatabase.Open(File)).Findings[0].Code.ShouldBe("STO0004");

        var changed = await Should.ThrowAsync<JobException>(() => Prepare(new ToyDataset { Gain = _ => 0.5 }));
        changed.Findings[0].Code.ShouldBe("STO0008");
        var rest = new ToyDataset();
        var result = await Prepare(rest);
        result.Samples.ShouldBe(96);
        result.Added.ShouldBeInRange(50, 60, "about forty were there");
    }

    [Fact]
    public async Task Parts_that_nothing_stands_for_and_a_file_that_the_data_set_reads_are_refused()
    {
        (await Should.ThrowAsync<JobException>(() => Prepare(new ToyDataset(), without: ["frames"]))).Findings[0].What.ShouldContain("no extractor");
        (await Should.ThrowAsync<JobException>(() => Prepare(new ToyDataset(), without: ["audio"]))).Findings[0].What.ShouldContain("'audio' cannot");
        var own = Path.Combine(_run.Directory, "clips.txt");
        (await Should.ThrowAsync<JobException>(() => Prepare(new ToyDataset(), file: own))).Findings[0].Code.ShouldBe("CE0604");
    }

    private async Task<DataPreparationResult> Prepare(
        IDataset dataset, EventLog? events = null, string[]? without = null, string? file = null, CancellationToken cancellationToken = default)
    {
        using var job = new ToyJob(_run, new FineTuningStrategy(new())) { OwnDataset = dataset, Events = events ?? new() };
        return await job.Engine().PrepareDataAsync(new() { File = file ?? File, Job = Job, Without = without ?? [] }, cancellationToken);
    }

    /// <summary>A store as a data set, without the plugin's checks.</summary>
    private sealed class Stored(SampleDatabase database) : IDataset
    {
        public DatasetInfo Info => database.Info;

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) => database.Samples(split);

        public Sample Load(SampleInfo sample) => database.Load(sample);
    }
}
