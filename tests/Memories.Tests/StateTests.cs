namespace PluginHost.Memories.Tests;

public sealed class StateTests
{
    public static TheoryData<string> Names => [.. Makers.Keys];

    private static Dictionary<string, Func<IMemory>> Makers { get; } = new(StringComparer.Ordinal)
    {
        ["class-balanced"] = () => new ClassBalancedMemory(new() { Total = 7 }),
        ["closest-to-mean"] = () => new ClosestToMeanMemory(new() { Total = 7 }),
        ["herding"] = () => new HerdingMemory(new() { Total = 7 }),
        ["k-center"] = () => new KCenterMemory(new() { Total = 7, Start = CenterStart.Random }),
        ["reservoir"] = () => new ReservoirMemory(new() { Bytes = 160 }),
        ["ring-buffer"] = () => new RingBufferMemory(new() { Total = 7 }),
        ["uncertainty"] = () => new UncertaintyMemory(new() { Total = 7 }),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_restored_memory_goes_on_exactly_as_the_one_that_was_saved(string name)
    {
        using var shelf = Filled();
        var memory = Makers[name]();
        memory.Update(shelf, Shelf.Of((0, 9), (1, 6)));
        memory.Exemplars.ShouldNotBeEmpty();
        memory.Bytes.ShouldBe(memory.Exemplars.Sum(exemplar => shelf.Get(exemplar.Sample).Bytes));
        var state = new StateBag();
        memory.SaveState(state);
        var restored = Makers[name]();
        restored.LoadState(state, shelf);
        Same(restored, memory);
        var next = Shelf.Of((2, 8), (3, 8));
        memory.Update(shelf, next);
        restored.Update(shelf, next);
        Same(restored, memory);
        Should.Throw<InvalidDataException>(() => restored.LoadState(new(), shelf));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_exemplars(string name)
    {
        IMemory Fill()
        {
            using var shelf = Filled();
            var memory = Makers[name]();
            memory.Update(shelf, Shelf.Of((0, 9), (1, 6)));
            memory.Update(shelf, Shelf.Of((2, 8)));
            return memory;
        }

        Same(Fill(), Fill());
    }

    private static void Same(IMemory memory, IMemory other)
    {
        memory.Exemplars.Select(exemplar => exemplar.Sample).ShouldBe(other.Exemplars.Select(exemplar => exemplar.Sample));
        memory.Bytes.ShouldBe(other.Bytes);
    }

    private static Shelf Filled() => new(seed: 3)
    {
        Objects = sample =>
        {
            var random = new RandomSource(11).Stream("shelf", sample.Label, sample.Index);
            return [.. Enumerable.Range(0, 4).Select(_ => (float)random.NextGaussian())];
        },
        Loss = sample => (sample.Index * 7) % 5,
    };
}
