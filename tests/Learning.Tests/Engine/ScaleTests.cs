using System.Text.Json.Nodes;
using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.FineTuning;

namespace PluginHost.Learning.Tests.Engine;

/// <summary>What must not grow with the experiences before: counted as bytes, files and calls, not as time.</summary>
public sealed class ScaleTests
{
    private const int Experiences = 40;

    [Fact]
    public async Task A_state_has_the_size_of_the_model_however_many_experiences_came_before()
    {
        using var run = new ToyRun();
        using var job = await Job(run).Run();
        var states = Directory.GetFiles(Path.Combine(run.Directory, "checkpoints"), "state-*.json")
            .OrderBy(path => int.Parse(Path.GetFileNameWithoutExtension(path)["state-".Length..], System.Globalization.CultureInfo.InvariantCulture))
            .Select(path => new FileInfo(path).Length).ToArray();
        states.Length.ShouldBeGreaterThanOrEqualTo(2 * Experiences);
        // Numbers have more digits; a test more would be a hundred bytes, and there are 820.
        (states[^1] - states[0]).ShouldBeInRange(0, 300);
    }

    [Fact]
    public async Task The_results_of_all_experiences_are_in_metrics_json_though_few_are_held()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        using var job = await Job(run, events).Run();
        var metrics = job.Metrics();
        job.Matrix().Select(row => row.Length).ShouldBe(Enumerable.Range(1, Experiences));
        var told = events.Of<EvaluationCompleted>().Where(each => each.Scope.StartsWith("test-", StringComparison.Ordinal))
            .Select(each => (each.Experience, each.Scope, (double?)each.Scores[0].Value));
        var written = metrics["experiences"]!.AsArray().SelectMany(experience => experience!["parts"]!.AsArray()
            .Select(part => ((int)experience["experience"]!, (string)part!["scope"]!, (double?)part["scores"]!["SDR"])));
        written.ShouldBe(told);
        for (var k = 0; k < Experiences; k++)
        {
            var row = metrics["classMatrix"]!["SDR"]![$"class{k}"]!.AsArray();
            row.Count.ShouldBe(Experiences);
            row.Take(k).ShouldAllBe(score => score == null);
            row.Skip(k).Select(score => (double?)score).ShouldBe(job.Matrix().Skip(k).Select(scores => scores[k]));
        }
    }

    [Fact]
    public async Task Metrics_json_is_written_as_often_as_its_size_allows()
    {
        using var run = new ToyRun();
        var file = Path.Combine(run.Directory, "metrics.json");
        var counts = new List<int>();
        var log = new EventLog(runEvent =>
        {
            if (runEvent is TableReported { Title: var title } && title.StartsWith("After experience", StringComparison.Ordinal))
                counts.Add(JsonNode.Parse(File.ReadAllText(file))!["experiences"]!.AsArray().Count);
        });
        using var job = await Job(run, log).Run();
        counts.ShouldBe([.. Enumerable.Range(1, 32), 32, 32, 32, 36, 36, 36, 36, 36]);
        job.Metrics()["experiences"]!.AsArray().Count.ShouldBe(Experiences);
    }

    [Fact]
    public async Task The_pairing_of_an_experiences_test_is_drawn_once()
    {
        using var run = new ToyRun();
        var task = new CountingTask();
        using var job = await Job(run, task: task).Run();
        // Once for each experience, and for all seen after each; without that it would be 820 for the experiences.
        task.Evaluations.ShouldBeLessThanOrEqualTo((2 * Experiences) + 2);
    }

    [Fact]
    public async Task Tables_of_a_long_stream_show_a_part_and_say_so()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        using var job = await Job(run, events).Run();
        var tables = events.Of<TableReported>().ToArray();
        tables.ShouldAllBe(table => table.Rows.Count <= 33 && table.Columns.Count <= 33);
        foreach (var table in tables) table.Rows.ShouldAllBe(row => row.Count == table.Columns.Count);
        var last = tables.Last(table => table.Title.StartsWith("After experience", StringComparison.Ordinal));
        last.Rows[0][0].ShouldBe("experience 9");
        last.Caption.ShouldNotBeNull().ShouldContain("The newest 32 experiences of 40");
        var matrix = tables.Single(table => table.Title.Contains("R[t][k]", StringComparison.Ordinal));
        matrix.Columns[^1].ShouldBe("k = 40");
        matrix.Caption.ShouldNotBeNull().ShouldContain("32 of 40 experiences");
        matrix.Rows[^1][^1].ShouldBe(job.Matrix()[39][39]);
    }

    [Fact]
    public async Task A_long_run_that_is_resumed_ends_with_the_figures_of_one_that_was_not()
    {
        using var whole = new ToyRun();
        using var uninterrupted = await Job(whole).Run();
        using var run = new ToyRun();
        await Stopped(run, 37);
        using var job = await Job(new ToyRun(resume: true, directory: run.Directory)).Run();
        job.Matrix().ShouldBe(uninterrupted.Matrix());
        job.Metrics()["classMatrix"]!.ToJsonString().ShouldBe(uninterrupted.Metrics()["classMatrix"]!.ToJsonString());
        job.Weights().ShouldBe(uninterrupted.Weights());
    }

    [Theory]
    [InlineData(true, "results-5.json is missing")]
    [InlineData(false, "results-5.json is not what its checksum says")]
    public async Task Results_that_are_gone_or_changed_make_the_states_that_need_them_skipped_by_name(bool gone, string what)
    {
        using var whole = new ToyRun();
        using var uninterrupted = await Job(whole, classes: 12).Run();
        using var run = new ToyRun();
        await Stopped(run, 9, kept: 1000, classes: 12);
        Damage(run, gone);
        var events = new EventLog();
        using var job = await Job(new ToyRun(resume: true, directory: run.Directory), events, classes: 12).Run();
        events.Of<MessageReported>().ShouldContain(message => message.Severity == FindingSeverity.Warning
            && message.Text.Contains("Skipped: state-", StringComparison.Ordinal) && message.Text.Contains(what, StringComparison.Ordinal));
        job.Matrix().ShouldBe(uninterrupted.Matrix());
        job.Weights().ShouldBe(uninterrupted.Weights());
    }

    [Theory]
    [InlineData(true, "results-5.json is missing")]
    [InlineData(false, "results-5.json is not what its checksum says")]
    public async Task Where_every_state_needs_them_nothing_goes_on_without_them(bool gone, string what)
    {
        using var run = new ToyRun();
        await Stopped(run, 9, kept: 2, classes: 12);
        Damage(run, gone);
        using var job = Job(new ToyRun(resume: true, directory: run.Directory), classes: 12);
        var finding = (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem();
        finding.Code.ShouldBe("CE0302");
        finding.What.ShouldContain(what);
    }

    [Fact]
    public async Task A_new_run_in_the_folder_of_an_older_one_has_none_of_its_results()
    {
        using var run = new ToyRun();
        await Stopped(run, 12);
        using var job = await Job(run, classes: 3).Run();
        Directory.GetFiles(Path.Combine(run.Directory, "checkpoints"), "results-*").Length.ShouldBe(3);
        job.Metrics()["experiences"]!.AsArray().Count.ShouldBe(3);
    }

    private static void Damage(ToyRun run, bool gone)
    {
        var file = Path.Combine(run.Directory, "checkpoints", "results-5.json");
        var text = File.ReadAllText(file);
        text.ShouldContain("\"steps\":2");
        if (gone) File.Delete(file);
        else File.WriteAllText(file, text.Replace("\"steps\":2", "\"steps\":3", StringComparison.Ordinal));
    }

    private static async Task Stopped(ToyRun run, int experience, int kept = 1000, int classes = Experiences)
    {
        using var stop = new CancellationTokenSource();
        var events = new EventLog(runEvent =>
        {
            if (runEvent is ExperienceStarted started && started.Experience == experience) stop.Cancel();
        });
        using var job = Job(run, events, classes: classes, kept: kept);
        await Should.ThrowAsync<OperationCanceledException>(() => job.Run(stop.Token));
    }

    private static ToyJob Job(ToyRun run, EventLog? events = null, ITask? task = null, int classes = Experiences, int kept = 1000)
    {
        var options = ToyJob.Options(2, 2);
        options.BatchSize = 4;
        options.CheckpointsKept = kept;
        return new(run, new FineTuningStrategy(new()), options)
        {
            Dataset = new(classes, perClass: 4), Memory = null, Events = events ?? new(), OwnTask = task,
            Benchmark = new ClassIncremental(new() { ClassesPerExperience = 1 }),
        };
    }

    private sealed class CountingTask : ITask
    {
        private readonly ToyTask _task = new();

        public int Evaluations { get; private set; }

        public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example) => _task.Inputs(samples, example);

        public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) =>
            _task.DrawTraining(list, position, random, keys);

        public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool)
        {
            Evaluations++;
            return _task.DrawEvaluation(focus, pool);
        }

        public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples) => _task.Collate(draws, samples);

        public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null) => _task.RowLoss(output, batch, among);

        public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1) =>
            _task.RowDistillation(student, teacher, batch, temperature);

        public Prediction Decode(ModelOutput output, Batch batch) => _task.Decode(output, batch);
    }
}
