namespace PluginHost.Memories.Tests;

public sealed class OnlineReservoirTests
{
    [Fact]
    public void Every_subset_of_what_passed_by_is_held_equally_often()
    {
        const int Runs = 10_000;
        var samples = Shelf.Of((0, 5));
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < Runs; seed++)
        {
            using var shelf = new Shelf(seed) { Boundaries = false };
            using var memory = new ReservoirMemory(new() { Total = 2 });
            foreach (var sample in samples) memory.Add(shelf, sample, Tensors.None);
            var subset = string.Join('+', memory.Exemplars.Select(exemplar => exemplar.Sample.Index).Order());
            counts[subset] = counts.GetValueOrDefault(subset) + 1;
        }

        // 5 choose 2 subsets; chi-square with 9 degrees of freedom exceeds 27.9 with probability 0.001.
        counts.Count.ShouldBe(10);
        ChiSquare.OfDraws(counts.Values, Runs, 1).ShouldBeLessThan(27.9);
    }

    [Fact]
    public void Add_says_whether_the_sample_is_held_and_the_memory_is_full_from_then_on()
    {
        using var shelf = new Shelf { Boundaries = false };
        using var memory = new ReservoirMemory(new() { Total = 4 });
        var stored = 0;
        foreach (var sample in Shelf.Of((0, 100)))
        {
            var held = memory.Add(shelf, sample, Tensors.None);
            held.ShouldBe(memory.Exemplars.Any(exemplar => exemplar.Sample == sample));
            if (held) stored++;
        }

        memory.Arrived.ShouldBe(100);
        memory.Exemplars.Count.ShouldBe(4);
        // 4 and then 4/5 + 4/6 + ... + 4/100 on average: 4 (1 + H(100) - H(4)) = 16.4, variance below that.
        stored.ShouldBeInRange(5, 32);
    }

    [Fact]
    public void Without_boundaries_a_batch_brings_the_samples_of_its_items_and_with_them_none()
    {
        var samples = Shelf.Of((0, 3));
        using var batch = new Batch(
            [Mixture(samples[0], samples[2], fromMemory: false), Mixture(samples[1], samples[0], fromMemory: true)],
            new Dictionary<string, Tensor>(StringComparer.Ordinal));
        using var shelf = new Shelf { Boundaries = false };
        using var memory = new ReservoirMemory(new() { Total = 9 });
        memory.Update(shelf, batch);
        memory.Exemplars.ShouldHaveSingleItem().Sample.ShouldBe(samples[0]);
        using var bounded = new Shelf();
        using var other = new ReservoirMemory(new() { Total = 9 });
        other.Update(bounded, batch);
        other.Exemplars.ShouldBeEmpty();
    }

    private static Draw Mixture(SampleInfo first, SampleInfo partner, bool fromMemory) => new()
    {
        Training = true,
        Sources = [new() { Sample = first, FromMemory = fromMemory }, new() { Sample = partner }],
    };
}
