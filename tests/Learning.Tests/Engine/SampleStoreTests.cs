using PluginHost.Plugins.Continual;
using PluginHost.Training;

namespace PluginHost.Learning.Tests.Engine;

public sealed class SampleStoreTests
{
    [Fact]
    public void Passes_over_thousands_of_small_samples_load_each_of_them_once()
    {
        var data = new Numbered(5000);
        using var store = Store(data, (long)new ContinualOptions().CacheMegabytes << 20);
        for (var pass = 0; pass < 3; pass++)
            foreach (var sample in data.All) store.Get(sample)[Numbered.Key].ToSingle().ShouldBe(sample.Index);
        data.Loads.ShouldBe(5000);
        store.KeptBytes.ShouldBe(5000 * Numbered.Cost);
    }

    [Fact]
    public void No_more_is_kept_than_the_cap_and_the_longest_unused_go_first()
    {
        var data = new Numbered(40);
        using var store = Store(data, (10 * Numbered.Cost) + 1);
        foreach (var sample in data.All)
        {
            store.Get(sample);
            store.KeptBytes.ShouldBe(Math.Min(sample.Index + 1, 10) * Numbered.Cost);
        }

        store.Get(data.All[30]);
        store.Get(data.All[0]);
        data.Loads.ShouldBe(41, "30 was there and 0 came in place of 31");
        foreach (var there in data.All[32..].Append(data.All[30])) store.Get(there);
        data.Loads.ShouldBe(41);
        store.Get(data.All[31]);
        data.Loads.ShouldBe(42);
    }

    [Fact]
    public void Threads_that_share_a_store_keep_its_cap_and_get_the_samples_they_asked_for()
    {
        var data = new Numbered(200);
        using var store = Store(data, 20 * Numbered.Cost);
        Parallel.For(0, 2000, new() { MaxDegreeOfParallelism = 4 }, i =>
        {
            var wanted = data.All[i * 37 % 200];
            store.Get(wanted).Info.Id.ShouldBe(wanted.Id);
            store.KeptBytes.ShouldBeLessThanOrEqualTo(20 * Numbered.Cost);
        });
        store.KeptBytes.ShouldBe(20 * Numbered.Cost);
    }

    [Fact]
    public void A_cap_of_nothing_keeps_nothing()
    {
        var data = new Numbered(2);
        using var store = Store(data, 0);
        store.Get(data.All[0]);
        store.Try(data.All[0]);
        (data.Loads, store.KeptBytes).ShouldBe((2, 0));
    }

    private static SampleStore Store(Numbered data, long capacity) => new(data, data.Info.Classes, null, capacity);

    /// <summary>Samples of four bytes that hold their number.</summary>
    private sealed class Numbered(int count) : IDataset
    {
        public const string Key = "value";

        public const long Cost = sizeof(float) + 1024;

        private int _loads;

        public int Loads => _loads;

        public SampleInfo[] All { get; } =
            [.. Enumerable.Range(0, count).Select(i => new SampleInfo { Id = $"{i}", Label = 0, Split = Split.Train, Index = i })];

        public DatasetInfo Info { get; } = new() { Name = "numbered", Classes = ["number"] };

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) => split == Split.Train ? All : [];

        public Sample Load(SampleInfo sample)
        {
            Interlocked.Increment(ref _loads);
            return new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [Key] = tensor((float[])[sample.Index]) });
        }
    }
}
