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

    [Theory]
    [InlineData(nameof(IStrategy.AddLosses))]
    [InlineData(nameof(IStrategy.BeforeExperience))]
    public async Task A_hook_that_hangs_is_named_and_leaves_the_last_state_whole(string hook)
    {
        using var run = new ToyRun(seed: 5);
        using var done = new ManualResetEventSlim();
        var options = ToyJob.Options(6, 6);
        (options.HangSeconds, options.CheckpointEverySteps) = (1, 2);
        var calls = 0;
        var strategy = new RecordingStrategy
        {
            OnHook = called =>
            {
                if (called == hook && ++calls == (hook == nameof(IStrategy.AddLosses) ? 5 : 2)) done.Wait();
            },
        };
        var job = new ToyJob(run, strategy, options);

        var failure = await Should.ThrowAsync<ComponentFailedException>(() => job.Run());

        failure.Call.ShouldBe(hook);
        failure.MayStillRun.ShouldBeTrue();
        failure.Message.ShouldContain($"strategy RecordingStrategy did not come back within 1 seconds in {hook} (experience");
        failure.Message.ShouldContain("The last whole state is");
        var states = Directory.GetFiles(Path.Combine(run.Directory, "checkpoints"));
        done.Set();
        // What comes back after all neither goes on nor writes.
        await Task.Delay(300);
        Directory.GetFiles(Path.Combine(run.Directory, "checkpoints")).ShouldBe(states, ignoreOrder: true);
        using var again = new ToyRun(seed: 5, resume: true, directory: run.Directory);
        using var whole = new ToyRun(seed: 5);
        using var resumed = await new ToyJob(again, new RecordingStrategy(), ToyJob.Options(6, 6)).Run();
        using var uninterrupted = await new ToyJob(whole, new RecordingStrategy(), ToyJob.Options(6, 6)).Run();
        resumed.Weights().ShouldBe(uninterrupted.Weights());
    }

    [Fact]
    public async Task A_sample_that_hangs_while_it_is_loaded_is_blamed_on_the_data_set()
    {
        using var run = new ToyRun();
        using var done = new ManualResetEventSlim();
        var options = ToyJob.Options(4, 4);
        options.HangSeconds = 1;
        var loads = 0;
        var job = new ToyJob(run, new ContavSepStrategy(new()), options)
        {
            OwnDataset = new FaultyDataset(member =>
            {
                if (member == nameof(IDataset.Load) && Interlocked.Increment(ref loads) == 6) done.Wait();
            }),
        };

        var failure = await Should.ThrowAsync<ComponentFailedException>(() => job.Run());

        failure.Message.ShouldStartWith("dataset FaultyDataset did not come back within 1 seconds in Load (");
        done.Set();
    }

    [Fact]
    public async Task A_hook_that_takes_memory_without_end_is_named()
    {
        using var run = new ToyRun();
        var options = ToyJob.Options(6, 6);
        options.MemoryLimitMegabytes = (int)(Watchdog.OwnMemory() >> 20) + 400;
        var kept = new List<byte[]>();
        var stop = false;
        var strategy = new RecordingStrategy
        {
            OnHook = called =>
            {
                // Bounded, so that a broken watchdog fails the test and not the machine.
                while (called == nameof(IStrategy.AfterEpoch) && !Volatile.Read(ref stop) && kept.Count < 200)
                {
                    var piece = new byte[16 << 20];
                    Array.Fill(piece, (byte)1);
                    kept.Add(piece);
                    Thread.Sleep(10);
                }
            },
        };
        var job = new ToyJob(run, strategy, options);

        var failure = await Should.ThrowAsync<ComponentFailedException>(() => job.Run());
        Volatile.Write(ref stop, true);

        failure.Message.ShouldStartWith("strategy RecordingStrategy was under way when the process took");
        failure.Message.ShouldContain("in AfterEpoch (experience 1 of 3");
        failure.MayStillRun.ShouldBeTrue();
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

    private sealed class FaultyDataset(Action<string> called) : IDataset
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
