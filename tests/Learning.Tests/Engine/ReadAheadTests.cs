using System.Collections.Concurrent;
using PluginHost.Plugins.FineTuning;

namespace PluginHost.Learning.Tests.Engine;

/// <summary>Samples are read on the cores that the run leaves idle until its first batch; one thread reads none ahead.</summary>
public sealed class ReadAheadTests
{
    private const int PerClass = 8;

    [Fact]
    public async Task Numbers_do_not_depend_on_reading_ahead()
    {
        var (alone, ahead) = (await Run(threads: 1, cacheMegabytes: 64), await Run(threads: 3, cacheMegabytes: 64));

        ahead.Weights.ShouldBe(alone.Weights);
        alone.Readers.ShouldBe(1);
    }

    [Fact]
    public async Task While_the_model_is_built_samples_of_the_first_experience_are_read_once_each_on_other_threads()
    {
        using var run = new ToyRun(threads: 2);
        var data = new Watched();
        using var job = new ToyJob(run, new FineTuningStrategy(new()), ToyJob.Options(6, 6)) { OwnDataset = data };
        var read = false;
        job.Model.Building = () => read = SpinWait.SpinUntil(() => data.Loads.Count >= PerClass, TimeSpan.FromMinutes(1));
        await job.Run();

        read.ShouldBeTrue("nobody reads while the model is being built");
        data.Named("ahead").Count().ShouldBe(1);
        data.Loads.Distinct(StringComparer.Ordinal).Count().ShouldBe(data.Loads.Count);
    }

    [Fact]
    public async Task Nothing_is_read_ahead_where_nothing_is_kept() => (await Run(threads: 3, cacheMegabytes: 0)).Readers.ShouldBe(1);

    [Fact]
    public async Task A_sample_that_cannot_be_used_is_told_of_by_whoever_needs_it()
    {
        using var run = new ToyRun(threads: 3);
        using var job = new ToyJob(run, new FineTuningStrategy(new()), ToyJob.Options(20, 20)) { OwnDataset = new DataCheckTests.Damaged(["Train-0-3"]) };

        var finding = (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem();

        finding.Code.ShouldBe("TOY1");
        finding.Where.ShouldBe("sample Train-0-3");
    }

    private static async Task<(float[] Weights, int Readers)> Run(int threads, int cacheMegabytes)
    {
        using var run = new ToyRun(threads: threads);
        var options = ToyJob.Options(20, 20);
        options.CacheMegabytes = cacheMegabytes;
        var data = new Watched();
        using var job = await new ToyJob(run, new FineTuningStrategy(new()), options) { OwnDataset = data }.Run();
        return (job.Weights(), data.Named("ahead").Append("").Count());
    }

    /// <summary>The toy data set, which remembers what was read where.</summary>
    private sealed class Watched : IDataset
    {
        private readonly ToyDataset _inner = new(perClass: PerClass);

        public ConcurrentQueue<string> Loads { get; } = new();

        public ConcurrentDictionary<string, int> Threads { get; } = new(StringComparer.Ordinal);

        public DatasetInfo Info => _inner.Info;

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) => _inner.Samples(split);

        public IEnumerable<string> Named(string start) => Threads.Keys.Where(name => name.StartsWith(start, StringComparison.Ordinal));

        public Sample Load(SampleInfo sample)
        {
            Loads.Enqueue(sample.Id);
            Threads.AddOrUpdate(Thread.CurrentThread.Name ?? "", 1, (_, count) => count + 1);
            return _inner.Load(sample);
        }
    }
}
