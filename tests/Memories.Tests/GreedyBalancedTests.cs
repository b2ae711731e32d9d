namespace PluginHost.Memories.Tests;

public sealed class GreedyBalancedTests
{
    [Fact]
    public void Classes_that_have_enough_samples_end_within_one_of_each_other_whatever_the_order()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var shelf = new Shelf(seed);
            var memory = new GreedyBalancedMemory(new() { Total = 10 });
            memory.Update(shelf, Shelf.Of((0, 30), (1, 12)));
            Counts(memory).ShouldBe([5, 5]);
            memory.Update(shelf, Shelf.Of((2, 9)));
            var counts = Counts(memory);
            counts.Length.ShouldBe(3);
            counts.Sum().ShouldBe(10);
            (counts.Max() - counts.Min()).ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void A_small_class_is_kept_whole_and_others_use_its_room()
    {
        using var shelf = new Shelf();
        var memory = new GreedyBalancedMemory(new() { Total = 10 });
        memory.Update(shelf, Shelf.Of((0, 30), (1, 2)));
        Counts(memory).ShouldBe([8, 2]);
    }

    [Fact]
    public void What_gives_way_is_a_uniformly_random_sample_of_the_largest_class()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 4000; seed++)
        {
            using var shelf = new Shelf(seed);
            var memory = new GreedyBalancedMemory(new() { Total = 6 });
            memory.Update(shelf, Shelf.Of((0, 6)));
            memory.Update(shelf, Shelf.Of((1, 3)));
            foreach (var exemplar in memory.Exemplars.Where(exemplar => exemplar.Sample.Label == 0))
                counts[exemplar.Sample.Id] = counts.GetValueOrDefault(exemplar.Sample.Id) + 1;
        }

        counts.Count.ShouldBe(6);
        // Chi-square with 5 degrees of freedom exceeds 20.5 with probability 0.001.
        ChiSquare.OfDraws(counts.Values, 4000, 3).ShouldBeLessThan(20.5);
    }

    private static int[] Counts(IMemory memory) =>
        [.. memory.Exemplars.GroupBy(exemplar => exemplar.Sample.Label).OrderBy(own => own.Key).Select(own => own.Count())];
}
