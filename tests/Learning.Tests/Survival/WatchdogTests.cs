using PluginHost.Plugins.ContavSep;

namespace PluginHost.Learning.Tests.Survival;

public sealed class WatchdogTests
{
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
            OwnDataset = new FaultyComponentTests.FaultyDataset(member =>
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_data_set_that_hangs_while_it_is_prepared_is_named_and_leaves_the_last_state_whole(bool afterAwait)
    {
        using var run = await StoppedRun();
        var states = Directory.GetFiles(Path.Combine(run.Directory, "checkpoints"));
        using var done = new ManualResetEventSlim();
        using var again = new ToyRun(seed: 5, resume: true, directory: run.Directory);
        var job = new ToyJob(again, new RecordingStrategy(), Quick(hangSeconds: 1))
        {
            OwnDataset = new PreparedDataset(async _ =>
            {
                if (afterAwait) await Task.Yield();
                done.Wait();
            }),
        };

        var failure = await Should.ThrowAsync<ComponentFailedException>(() => job.Run());

        failure.Component.ShouldBe(typeof(PreparedDataset));
        failure.MayStillRun.ShouldBeTrue();
        failure.Message.ShouldStartWith("dataset PreparedDataset did not come back within 1 seconds in PrepareAsync (before training).");
        done.Set();
        await Task.Delay(300);
        Directory.GetFiles(Path.Combine(run.Directory, "checkpoints")).ShouldBe(states, ignoreOrder: true);
        await ShouldGoOnAsNeverStopped(run);
    }

    [Fact]
    public async Task A_data_set_that_tells_of_its_progress_may_take_longer_than_a_call_may()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        using var job = new ToyJob(run, new RecordingStrategy(), Quick(hangSeconds: 1))
        {
            Events = events,
            OwnDataset = new PreparedDataset(async token =>
            {
                for (var done = 0; done < 8; done++)
                {
                    await Task.Delay(300, token);
                    events.Publish(new ProgressReported { Activity = "rendering", Done = done, Total = 8, Unit = "clips" });
                }
            }),
        };

        await job.Run();

        ((bool)job.Metrics()["complete"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_data_set_that_throws_while_it_is_prepared_is_named()
    {
        using var run = new ToyRun();
        var dataset = new PreparedDataset(async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("not today");
        });
        var job = new ToyJob(run, new RecordingStrategy(), Quick(hangSeconds: 1)) { OwnDataset = dataset };

        var failure = await Should.ThrowAsync<ComponentFailedException>(() => job.Run());

        failure.Message.ShouldBe("dataset PreparedDataset failed in PrepareAsync (before training): not today.");
        failure.MayStillRun.ShouldBeFalse();
    }

    [Fact]
    public async Task An_observer_that_hangs_is_named_instead_of_the_component_that_published_and_leaves_the_last_state_whole()
    {
        using var run = new ToyRun(seed: 5);
        using var done = new ManualResetEventSlim();
        var observer = new HangingObserver(runEvent =>
        {
            if (runEvent is StepCompleted { Experience: 1, Step: 3 }) done.Wait();
        });
        var options = Quick(hangSeconds: 1);
        options.LogEverySteps = 1;
        var job = new ToyJob(run, new RecordingStrategy(), options) { Events = new(observer: observer) };

        var failure = await Should.ThrowAsync<ComponentFailedException>(() => job.Run());

        (failure.Component, failure.Call, failure.MayStillRun).ShouldBe((typeof(HangingObserver), nameof(IRunObserver.OnEvent), true));
        failure.Message.ShouldStartWith("observer.toy did not come back within 1 seconds in OnEvent (experience 2 of 3");
        failure.Message.ShouldContain("The last whole state is");
        done.Set();
        await ShouldGoOnAsNeverStopped(run);
    }

    private static PluginHost.Plugins.Continual.ContinualOptions Quick(int hangSeconds)
    {
        var options = ToyJob.Options(6, 6);
        (options.HangSeconds, options.CheckpointEverySteps) = (hangSeconds, 2);
        return options;
    }

    private static async Task<ToyRun> StoppedRun()
    {
        var run = new ToyRun(seed: 5);
        using var stop = new CancellationTokenSource();
        var options = Quick(hangSeconds: 0);
        options.LogEverySteps = 1;
        var events = new EventLog(runEvent =>
        {
            if (runEvent is StepCompleted { Experience: 1, Step: 3 }) stop.Cancel();
        });
        var job = new ToyJob(run, new RecordingStrategy(), options) { Events = events };
        await Should.ThrowAsync<OperationCanceledException>(() => job.Run(stop.Token));
        return run;
    }

    private static async Task ShouldGoOnAsNeverStopped(ToyRun run)
    {
        using var again = new ToyRun(seed: 5, resume: true, directory: run.Directory);
        using var whole = new ToyRun(seed: 5);
        using var resumed = await new ToyJob(again, new RecordingStrategy(), ToyJob.Options(6, 6)).Run();
        using var uninterrupted = await new ToyJob(whole, new RecordingStrategy(), ToyJob.Options(6, 6)).Run();
        resumed.Weights().ShouldBe(uninterrupted.Weights());
    }

    private sealed class HangingObserver(Action<RunEvent> on) : IRunObserver
    {
        public void OnEvent(RunEvent runEvent) => on(runEvent);
    }

    private sealed class PreparedDataset(Func<CancellationToken, Task> prepare) : IDataset
    {
        private readonly ToyDataset _inner = new();

        public DatasetInfo Info => _inner.Info;

        public Task PrepareAsync(CancellationToken cancellationToken) => prepare(cancellationToken);

        public IReadOnlyList<SampleInfo> Samples(Split split) => _inner.Samples(split);

        public Sample Load(SampleInfo sample) => _inner.Load(sample);
    }
}
