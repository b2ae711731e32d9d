using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.FineTuning;
using PluginHost.Plugins.Memories;

namespace PluginHost.Learning.Tests.Engine;

/// <summary>What a check before training says of a job, beside what a run says of the same.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task A_good_job_has_one_note_about_samples_that_were_not_read_and_leaves_no_file()
    {
        using var run = new ToyRun();
        using var job = new ToyJob(run, new FineTuningStrategy(new()), ToyJob.Options(6, 6));
        var note = (await job.Engine().CheckAsync(CheckedParts.Job, CancellationToken.None)).ShouldHaveSingleItem();
        (note.Code, note.Severity).ShouldBe(("CE0401", FindingSeverity.Note));
        note.ToString().ShouldContain("samples were not read but for a few");
        Directory.GetFileSystemEntries(run.Directory).ShouldBeEmpty();
        job.Dataset.Loads.ShouldBeLessThan(8);
    }

    [Fact]
    public async Task Asked_for_samples_it_reads_all_and_has_nothing_to_note()
    {
        using var run = new ToyRun();
        using var job = new ToyJob(run, new FineTuningStrategy(new()), ToyJob.Options(6, 6));
        (await job.Engine().CheckAsync(CheckedParts.Samples, CancellationToken.None)).ShouldBeEmpty();
        job.Dataset.Loads.ShouldBe(6 * (8 + 4 + 4));
    }

    public static TheoryData<string> Faults => ["class", "group", "nowhere", "sources", "inputs", "bytes", "label"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_a_run_would_refuse_without_training_is_refused_in_the_same_words(string fault)
    {
        using var run = new ToyRun();
        using var checkedJob = Job(run, fault);
        using var started = Job(run, fault);
        var found = await checkedJob.Engine().CheckAsync(CheckedParts.Job, CancellationToken.None);
        var refused = (await Should.ThrowAsync<JobException>(() => started.Run())).Findings;
        found.Where(finding => finding.Severity == FindingSeverity.Error).ShouldBe(refused);
        var kept = Path.Combine(run.Directory, "checkpoints");
        if (Directory.Exists(kept)) Directory.GetFiles(kept).Select(Path.GetFileName).ShouldBe(["samples.json"], "the run trained before it was refused");
    }

    [Fact]
    public async Task What_a_memory_will_lack_is_a_warning_of_the_check_and_of_the_run_that_goes_on()
    {
        // Samples take 48 bytes, and the stream has six classes.
        using var run = new ToyRun();
        var events = new EventLog();
        using var job = new ToyJob(run, new FineTuningStrategy(new() { UseMemory = true }), ToyJob.Options(2, 2))
        {
            Memory = new ReservoirMemory(new() { Bytes = 287 }), Events = events,
        };
        var found = await job.Engine().CheckAsync(CheckedParts.Job, CancellationToken.None);
        var warning = found.Where(finding => finding.Severity == FindingSeverity.Warning).ShouldHaveSingleItem();
        (warning.Code, warning.Expected).ShouldBe(("MEM0004", "at least 288 bytes"));
        await job.Run();
        events.Of<MessageReported>().Count(message => message.Severity == FindingSeverity.Warning && message.Text.Contains("288 bytes", StringComparison.Ordinal))
            .ShouldBe(1);
        ((bool)job.Metrics()["complete"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task All_classes_that_a_split_lacks_are_one_finding_with_the_way_out()
    {
        using var run = new ToyRun();
        using var job = new ToyJob(run, new FineTuningStrategy(new()), ToyJob.Options(2, 2))
        {
            OwnDataset = new ToyDataset { Change = samples => [.. samples.Where(sample => sample.Split != Split.Test || sample.Label is not (1 or 4))] },
        };
        var finding = (await job.Engine().CheckAsync(CheckedParts.Job, CancellationToken.None))
            .Where(finding => finding.Severity == FindingSeverity.Error).ShouldHaveSingleItem();
        (finding.Code, finding.What).ShouldBe(("CE0104", "2 classes have no sample in the test split: 'class1', 'class4'"));
        finding.Fix.ShouldBe("Give the data set such samples, or leave the class out by the benchmark's classOrder.");
    }

    [Fact]
    public async Task Faulty_samples_are_listed_with_their_number_as_faults_or_as_warnings_where_they_are_skipped()
    {
        using var run = new ToyRun();
        string[] bad = ["Train-1-1", "Test-3-0"];
        using var job = new ToyJob(run, new FineTuningStrategy(new()), ToyJob.Options(6, 6)) { OwnDataset = new DataCheckTests.Damaged(bad) };
        var findings = await job.Engine().CheckAsync(CheckedParts.Job | CheckedParts.Samples, CancellationToken.None);
        findings.Select(finding => (finding.Severity, finding.Where)).ShouldBe(
        [
            (FindingSeverity.Error, "sample Train-1-1"), (FindingSeverity.Error, "sample Test-3-0"), (FindingSeverity.Note, "dataset"),
        ]);
        findings[^1].What.ShouldBe("2 of 96 samples cannot be used");

        var skipping = ToyJob.Options(6, 6);
        skipping.Data.Faulty = PluginHost.Training.FaultyPolicy.Skip;
        using var lenient = new ToyJob(run, new FineTuningStrategy(new()), skipping) { OwnDataset = new DataCheckTests.Damaged(bad) };
        (await lenient.Engine().CheckAsync(CheckedParts.Job | CheckedParts.Samples, CancellationToken.None))
            .ShouldNotContain(finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public async Task Data_that_takes_long_to_prepare_is_left_and_named_unless_samples_are_asked_for()
    {
        using var run = new ToyRun();
        var slow = new Slow();
        using var job = new ToyJob(run, new FineTuningStrategy(new())) { OwnDataset = slow };
        var note = (await job.Engine().CheckAsync(CheckedParts.Job, CancellationToken.None)).ShouldHaveSingleItem();
        note.What.ShouldContain("neither the stream nor the model was checked");
        slow.Prepared.ShouldBe(0);
        (await job.Engine().CheckAsync(CheckedParts.Samples, CancellationToken.None)).ShouldBeEmpty();
        slow.Prepared.ShouldBe(1);
    }

    private static ToyJob Job(ToyRun run, string fault)
    {
        var options = ToyJob.Options(2, 2);
        if (fault == "group") options.Optimizers["transformr"] = new();
        if (fault == "nowhere") options.Optimizers = new(StringComparer.Ordinal) { ["sound"] = new() };
        return new(run, new FineTuningStrategy(new() { UseMemory = true }), options)
        {
            Memory = new RandomMemory(fault == "bytes" ? new() { Bytes = 47 } : new() { PerClass = 2 }),
            OwnDataset = fault == "label" ? new ToyDataset { Change = Mislabelled } : null,
            Benchmark = new ClassIncremental(fault == "class" ? new() { ClassOrder = ["class1", "clas2"] } : new()),
            OwnTask = fault is "sources" or "inputs" ? new Refusing(fault) : null,
        };
    }

    // The third training sample claims a class that the data set does not list.
    private static IReadOnlyList<SampleInfo> Mislabelled(IReadOnlyList<SampleInfo> samples) =>
        [.. samples.Select((sample, i) => i == 2 && sample.Split == Split.Train ? sample with { Labels = [6] } : sample)];

    /// <summary>The toy task that refuses the shapes of inputs, or to draw a test of so few samples.</summary>
    private sealed class Refusing(string what) : ITask
    {
        private readonly ToyTask _inner = new();

        public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example) =>
            what == "inputs" ? throw Refusal() : _inner.Inputs(samples, example);

        public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) =>
            _inner.DrawTraining(list, position, random, keys);

        public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) =>
            what == "sources" && pool.Count < 10 ? throw Refusal() : _inner.DrawEvaluation(focus, pool);

        public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples) => _inner.Collate(draws, samples);

        public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null) => _inner.RowLoss(output, batch, among);

        public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1) =>
            _inner.RowDistillation(student, teacher, batch, temperature);

        public Prediction Decode(ModelOutput output, Batch batch) => _inner.Decode(output, batch);

        private JobException Refusal() => new(new Finding { Code = "TOY2", Where = "task", What = $"The {what} do not fit" });
    }

    private sealed class Slow : IDataset
    {
        private readonly ToyDataset _inner = new();

        public int Prepared { get; private set; }

        public bool PreparesQuickly => false;

        public DatasetInfo Info => _inner.Info;

        public Task PrepareAsync(CancellationToken cancellationToken)
        {
            Prepared++;
            return Task.CompletedTask;
        }

        public IReadOnlyList<SampleInfo> Samples(Split split) => _inner.Samples(split);

        public Sample Load(SampleInfo sample) => _inner.Load(sample);
    }
}
