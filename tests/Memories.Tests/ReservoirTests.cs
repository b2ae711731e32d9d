namespace PluginHost.Memories.Tests;

public sealed class ReservoirTests
{
    [Fact]
    public void Every_sample_is_held_equally_often_whenever_it_came()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 4000; seed++)
        {
            using var shelf = new Shelf(seed);
            var memory = new ReservoirMemory(new() { Total = 5 });
            memory.Update(shelf, Shelf.Of((0, 8), (1, 3)));
            memory.Update(shelf, Shelf.Of((2, 9)));
            foreach (var exemplar in memory.Exemplars) counts[exemplar.Sample.Id] = counts.GetValueOrDefault(exemplar.Sample.Id) + 1;
        }

        counts.Count.ShouldBe(20);
        // Chi-square with 19 degrees of freedom exceeds 43.8 with probability 0.001.
        ChiSquare.OfDraws(counts.Values, 4000, 5).ShouldBeLessThan(43.8);
    }

    [Fact]
    public void It_fills_up_first_and_counts_classes_to_come_in_a_budget_per_class()
    {
        using var shelf = new Shelf(classes: 3);
        var memory = new ReservoirMemory(new() { PerClass = 2 });
        memory.Update(shelf, Shelf.Of((0, 5)));
        memory.Exemplars.Select(exemplar => exemplar.Sample.Id).ShouldBe(["0-0", "0-1", "0-2", "0-3", "0-4"]);
        memory.Update(shelf, Shelf.Of((1, 30)));
        memory.Exemplars.Count.ShouldBe(6);
    }

    [Fact]
    public void Bytes_hold_as_many_as_fit_of_the_largest_sample_so_far()
    {
        // 10 numbers a sample of class 0, 25 of class 1: places of 40 bytes, then of 100.
        using var shelf = new Shelf { Length = sample => sample.Label == 0 ? 10 : 25 };
        var memory = new ReservoirMemory(new() { Bytes = 450 });
        memory.Update(shelf, Shelf.Of((0, 40)));
        memory.Exemplars.Count.ShouldBe(11);
        memory.Bytes.ShouldBe(440);
        memory.Update(shelf, Shelf.Of((1, 40)));
        memory.Exemplars.Count.ShouldBe(4);
        memory.Bytes.ShouldBeLessThanOrEqualTo(450);
    }
}
