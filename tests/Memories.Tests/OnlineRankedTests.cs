namespace PluginHost.Memories.Tests;

public sealed class OnlineRankedTests
{
    [Fact]
    public void Each_class_of_a_ring_buffer_is_a_queue_and_a_sample_seen_again_moves_to_its_front()
    {
        using var shelf = new Shelf { Boundaries = false };
        using var memory = new RingBufferMemory(new() { PerClass = 2 });
        var (a, b) = (Shelf.Of((0, 3)), Shelf.Of((1, 1)));
        foreach (var (sample, value) in new[] { (b[0], 0), (a[0], 1), (a[1], 2), (a[0], 3) })
            memory.Add(shelf, sample, Tensors.Logits(value));
        Ids(memory).ShouldBe(["0-0", "0-1", "1-0"]);
        Tensors.Values(memory.Exemplars[0]).ShouldBe([3]);
        memory.Add(shelf, a[2], Tensors.Logits(4)).ShouldBeTrue();
        Ids(memory).ShouldBe(["0-2", "0-0", "1-0"]);
    }

    [Fact]
    public void A_class_that_is_new_to_a_full_memory_takes_the_oldest_of_the_others()
    {
        using var shelf = new Shelf { Boundaries = false };
        using var memory = new RingBufferMemory(new() { Total = 4 });
        foreach (var sample in Shelf.Of((2, 9), (0, 1), (1, 1))) memory.Add(shelf, sample, Tensors.None);
        // Shares of 4 among three classes: 2, 1, 1, in the order of labels.
        Ids(memory).ShouldBe(["0-0", "1-0", "2-8"]);
        foreach (var sample in Shelf.Of((0, 3))) memory.Add(shelf, sample, Tensors.None);
        Ids(memory).ShouldBe(["0-2", "0-1", "1-0", "2-8"]);
    }

    [Fact]
    public void A_class_balanced_memory_holds_a_uniform_sample_of_distinct_samples_however_often_each_passed_by()
    {
        const int Runs = 5000;
        var counts = new int[10];
        for (var seed = 0; seed < Runs; seed++)
        {
            using var shelf = new Shelf(seed) { Boundaries = false };
            using var memory = new ClassBalancedMemory(new() { Total = 5 });
            foreach (var sample in Shelf.Of((1, 5), (1, 10), (0, 3), (1, 3))) memory.Add(shelf, sample, Tensors.None);
            foreach (var exemplar in memory.Exemplars.Where(exemplar => exemplar.Sample.Label == 1)) counts[exemplar.Sample.Index]++;
        }

        // Class 1 has 2 of 5 places. Chi-square with 9 degrees of freedom exceeds 27.9 with probability 0.001.
        ChiSquare.OfDraws(counts, Runs, 2).ShouldBeLessThan(27.9);
    }

    [Fact]
    public void What_is_held_under_a_byte_budget_are_always_the_first_by_priority()
    {
        // Of 100 bytes the first takes 40. The second, of 80, does not fit; the third would, but comes after it.
        using var shelf = new Shelf { Boundaries = false, Length = sample => sample.Index == 1 ? 20 : 10 };
        using var memory = new ByIndexMemory(new() { Bytes = 100 });
        var samples = Shelf.Of((0, 3), (1, 1));
        memory.Add(shelf, samples[0], Tensors.None).ShouldBeTrue();
        memory.Add(shelf, samples[1], Tensors.None).ShouldBeFalse();
        memory.Add(shelf, samples[2], Tensors.None).ShouldBeFalse();
        memory.Add(shelf, samples[3], Tensors.None).ShouldBeTrue("it is another class");
        memory.Bytes.ShouldBe(80);
    }

    [Fact]
    public void A_sample_that_was_given_up_is_given_up_again()
    {
        using var shelf = new Shelf { Boundaries = false };
        using var memory = new ClassBalancedMemory(new() { Total = 2 });
        var samples = Shelf.Of((0, 8));
        foreach (var sample in samples) memory.Add(shelf, sample, Tensors.None);
        var held = Ids(memory).ToArray();
        foreach (var sample in samples.Where(sample => !held.Contains(sample.Id, StringComparer.Ordinal)))
            memory.Add(shelf, sample, Tensors.None).ShouldBeFalse();
        Ids(memory).ShouldBe(held);
    }

    [Fact]
    public void Batches_fill_it_without_boundaries_and_mark_what_was_seen_with_them()
    {
        var samples = Shelf.Of((0, 3));
        using var shelf = new Shelf { Boundaries = false };
        using var memory = new RingBufferMemory(new() { PerClass = 2 });
        foreach (var sample in samples)
        {
            using var batch = Shelf.Batch((sample, false));
            memory.Update(shelf, batch);
        }

        Ids(memory).ShouldBe(["0-2", "0-1"]);
    }

    [Fact]
    public void A_memory_is_filled_online_or_at_boundaries_and_never_both()
    {
        using var shelf = new Shelf();
        using var memory = new RingBufferMemory(new() { PerClass = 2 });
        memory.Update(shelf, Shelf.Of((0, 2)));
        Should.Throw<InvalidOperationException>(() => memory.Add(shelf, Shelf.Of((1, 1))[0], Tensors.None));
        using var other = new RingBufferMemory(new() { PerClass = 2 });
        other.Add(shelf, Shelf.Of((1, 1))[0], Tensors.None);
        Should.Throw<InvalidOperationException>(() => other.Update(shelf, Shelf.Of((0, 2))));
    }

    [Fact]
    public void A_memory_that_ranks_whole_classes_ends_a_run_without_boundaries_at_its_first_batch()
    {
        using var shelf = new Shelf { Boundaries = false };
        using var batch = Shelf.Batch((Shelf.Of((0, 1))[0], false));
        using var memory = new HerdingMemory(new());
        Should.Throw<RunFailedException>(() => memory.Update(shelf, batch))
            .Message.ShouldContain("reservoir, ring-buffer or class-balanced");
    }

    private sealed class ByIndexMemory(ReservoirMemoryOptions options) : OnlineRankedMemory(options)
    {
        protected override double Priority(ILearningContext context, SampleInfo sample) => sample.Index;

        protected override Func<SampleInfo[], int, int[]> Ranking(ILearningContext context, IReadOnlyList<SampleInfo> candidates) =>
            (samples, most) => [.. Enumerable.Range(0, most)];
    }

    private static IEnumerable<string> Ids(IMemory memory) => memory.Exemplars.Select(exemplar => exemplar.Sample.Id);
}
