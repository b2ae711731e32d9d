namespace PluginHost.Memories.Tests;

public sealed class OnlineResumeTests
{
    public static TheoryData<string> Names => [.. Makers.Keys];

    private static Dictionary<string, Func<IOnlineMemory>> Makers { get; } = new(StringComparer.Ordinal)
    {
        ["reservoir"] = () => new ReservoirMemory(new() { Total = 5 }),
        ["reservoir in bytes"] = () => new ReservoirMemory(new() { Bytes = 400 }),
        ["ring-buffer"] = () => new RingBufferMemory(new() { Total = 5 }),
        ["class-balanced"] = () => new ClassBalancedMemory(new() { Total = 5 }),
        ["greedy-balanced"] = () => new GreedyBalancedMemory(new() { Total = 5 }),
        ["class-balanced in bytes"] = () => new ClassBalancedMemory(new() { Bytes = 400 }),
        ["third party"] = () => new EveryNthMemory(new() { Total = 5, Nth = 3 }),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_interrupted_after_any_sample_holds_what_an_uninterrupted_one_does(string name)
    {
        using var shelf = new Shelf(seed: 7) { Boundaries = false, Length = sample => 10 + sample.Index };
        var stream = Shelf.Of((2, 9), (0, 9), (1, 9), (2, 4));
        for (var stop = 0; stop <= stream.Length; stop++)
        {
            var whole = Makers[name]();
            var first = Makers[name]();
            var second = Makers[name]();
            for (var i = 0; i < stream.Length; i++)
            {
                if (i == stop) second.LoadState(StateFile.RoundTrip(first), shelf);
                var tensors = Tensors.Logits(i, stream[i].Label);
                var stored = whole.Add(shelf, stream[i], tensors);
                (i < stop ? first : second).Add(shelf, stream[i], tensors).ShouldBe(stored);
            }

            if (stop == stream.Length) second.LoadState(StateFile.RoundTrip(first), shelf);
            second.Exemplars.Select(exemplar => exemplar.Sample).ShouldBe(whole.Exemplars.Select(exemplar => exemplar.Sample));
            Logits(second).ShouldBe(Logits(whole));
            second.Bytes.ShouldBe(whole.Bytes);
            whole.Exemplars.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Gss_greedy_asks_for_the_same_draws_when_it_goes_on_within_a_stream()
    {
        using var one = Slopes();
        using var other = Slopes();
        using var memory = new GssGreedyMemory(new() { Total = 4, BatchSize = 2, Strength = 2 });
        foreach (var sample in Shelf.Of((0, 9))) See(one, memory, sample);
        using var restored = new GssGreedyMemory(new() { Total = 4, BatchSize = 2, Strength = 2 });
        restored.LoadState(StateFile.RoundTrip(memory), other);
        one.Purposes.ShouldNotBeEmpty();
        one.Purposes.Distinct(StringComparer.Ordinal).Count().ShouldBe(one.Purposes.Count, "each pass draws its own");
        one.Purposes.Clear();
        foreach (var sample in Shelf.Of((1, 12)))
        {
            See(one, memory, sample);
            See(other, restored, sample);
        }

        other.Purposes.ShouldBe(one.Purposes);
        restored.Scores.ShouldBe(memory.Scores);
        restored.Exemplars.Select(exemplar => exemplar.Sample.Id).ShouldBe(memory.Exemplars.Select(exemplar => exemplar.Sample.Id));
        memory.Exemplars.Count.ShouldBe(4);
    }

    private static IEnumerable<float[]> Logits(IMemory memory) => memory.Exemplars.Select(exemplar => Tensors.Values(exemplar));

    private static void See(Shelf shelf, GssGreedyMemory memory, SampleInfo sample)
    {
        using var batch = Shelf.Batch((sample, false));
        memory.Update(shelf, batch);
    }

    private static Shelf Slopes() => new(seed: 3)
    {
        Boundaries = false,
        OwnTask = new SlopeTask(),
        Model = new SlopeModel(sample =>
        {
            var random = new RandomSource(11).Stream("slope", sample.Label, sample.Index);
            return [random.NextGaussian(), random.NextGaussian()];
        }),
    };
}
