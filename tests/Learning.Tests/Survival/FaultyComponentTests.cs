using PluginHost.Plugins.ContavSep;

namespace PluginHost.Learning.Tests.Survival;

public sealed class FaultyComponentTests
{
    public static TheoryData<string> Hooks =>
    [
        .. typeof(IStrategy).GetMethods().Where(method => !method.IsSpecialName).Select(method => method.Name),
        nameof(IStreamPlan.Arrange), nameof(IPhasePlan.Plan), nameof(IModelGrowth.Grow), nameof(IPredictionRule.Predict), nameof(IStateful.SaveState),
    ];

    [Theory]
    [MemberData(nameof(Hooks))]
    public async Task A_strategy_that_throws_is_named_with_the_hook(string hook)
    {
        using var run = new ToyRun();
        var options = ToyJob.Options(4, 4);
        options.Selection = new() { Mode = SelectionMode.Best, EverySteps = 2 };
        var strategy = new RecordingStrategy { OnHook = called => { if (called == hook) throw new InvalidOperationException("not today"); } };
        using var job = new ToyJob(run, strategy, options);

        var failure = await Should.ThrowAsync<ComponentFailedException>(() => job.Run());

        failure.Component.ShouldBe(typeof(RecordingStrategy));
        failure.Call.ShouldBe(hook);
        failure.Message.ShouldStartWith($"strategy RecordingStrategy failed in {hook} (");
        failure.Message.ShouldEndWith("): not today.");
        failure.MayStillRun.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Collate", "task FaultyTask")]
    [InlineData("DrawTraining", "task FaultyTask")]
    [InlineData("Compute", "metric FaultyMetric")]
    public async Task Any_other_component_that_throws_is_named_with_its_member(string member, string name)
    {
        using var run = new ToyRun();
        void Throw(string called)
        {
            if (called == member) throw new InvalidOperationException("not today");
        }

        using var job = new ToyJob(run, new ContavSepStrategy(new()), ToyJob.Options(4, 4))
        {
            OwnDataset = new FaultyDataset(Throw),
            OwnTask = new FaultyTask(Throw),
            SetMetrics = [new FaultyMetric(Throw, () => 1)],
        };

        var failure = await Should.ThrowAsync<ComponentFailedException>(() => job.Run());

        failure.Message.ShouldStartWith($"{name} failed in {member} (");
    }

    [Fact]
    public async Task Rows_that_a_metric_cannot_measure_are_told_and_an_experience_without_a_score_leaves_no_average()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        var compute = 0;
        // The second test of the second experience is test-1: see ExperienceTests.
        using var job = await new ToyJob(run, new ContavSepStrategy(new()), ToyJob.Options(4, 4))
        {
            Events = events,
            SetMetrics = [new FaultyMetric(_ => { }, () => ++compute == 4 ? double.NaN : 1)],
        }.Run();

        var metrics = job.Metrics();
        metrics["matrix"]!["made up"]![1]![1].ShouldBeNull();
        metrics["summary"]!["made up"]!["incremental average"].ShouldBeNull();
        ((double)metrics["summary"]!["made up"]!["final average"]!).ShouldBe(1);
        metrics["gaps"]!.AsArray().Select(gap => (string)gap!).ShouldBe(
            ["after experience 2, test-1: no made up; averages over it are not defined"]);
        events.Of<MessageReported>().ShouldContain(message =>
            message.Text.StartsWith("test-1: metric FaultyMetric gave NaN in Compute for 'made up'", StringComparison.Ordinal));
        events.Of<TableReported>().ShouldContain(table => table.Caption != null && table.Caption.Contains("no made up", StringComparison.Ordinal));
    }

    internal sealed class FaultyDataset(Action<string> called) : IDataset
    {
        private readonly ToyDataset _inner = new();

        public DatasetInfo Info => _inner.Info;

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) => _inner.Samples(split);

        public Sample Load(SampleInfo sample)
        {
            called(nameof(Load));
            return _inner.Load(sample);
        }
    }

    private sealed class FaultyTask(Action<string> called) : ITask
    {
        private readonly ToyTask _inner = new();

        public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example) => _inner.Inputs(samples, example);

        public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys)
        {
            called(nameof(DrawTraining));
            return _inner.DrawTraining(list, position, random, keys);
        }

        public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) => _inner.DrawEvaluation(focus, pool);

        public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples)
        {
            called(nameof(Collate));
            return _inner.Collate(draws, samples);
        }

        public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null) => _inner.RowLoss(output, batch, among);

        public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1) =>
            _inner.RowDistillation(student, teacher, batch, temperature);

        public Prediction Decode(ModelOutput output, Batch batch) => _inner.Decode(output, batch);
    }

    private sealed class FaultyMetric(Action<string> called, Func<double> value) : ISetMetric
    {
        public IReadOnlyList<Figure> Figures { get; } = [new() { Name = "made up" }];

        public void Reset()
        {
        }

        public void Update(Prediction prediction)
        {
        }

        public IReadOnlyList<double?> Compute()
        {
            called(nameof(Compute));
            return [value()];
        }
    }
}
