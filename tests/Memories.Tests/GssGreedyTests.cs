namespace PluginHost.Memories.Tests;

public sealed class GssGreedyTests
{
    private static readonly double[][] s_slopes = [[3, 0], [0, 2], [1, 1], [-1, 2], [2, -0.5], [0.3, -4], [-2, -1]];

    [Fact]
    public void A_score_is_the_largest_cosine_to_the_gradients_of_memory_batches()
    {
        using var shelf = With(sample => s_slopes[sample.Index]);
        var memory = new GssGreedyMemory(new() { Total = 7, BatchSize = 1, Strength = 10 });
        memory.Update(shelf, Shelf.Of((0, 7)));
        var order = memory.Exemplars.Select(exemplar => s_slopes[exemplar.Sample.Index]).ToArray();
        memory.Scores[0].ShouldBe(0.1);
        for (var i = 1; i < 7; i++) memory.Scores[i].ShouldBe(order[..i].Max(earlier => Cosine(order[i], earlier)), 1e-12);
        memory.Exemplars.Select(exemplar => exemplar.Sample.Index).Order().ShouldBe([0, 1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void A_memory_batch_has_the_gradient_of_its_mean_loss_however_large_it_is()
    {
        using var shelf = With(sample => s_slopes[sample.Index]);
        var memory = new GssGreedyMemory(new() { Total = 7, BatchSize = 5, Strength = 10 });
        memory.Update(shelf, Shelf.Of((0, 7)));
        var order = memory.Exemplars.Select(exemplar => s_slopes[exemplar.Sample.Index]).ToArray();
        double[] sum = [order[..5].Sum(slope => slope[0]), order[..5].Sum(slope => slope[1])];
        memory.Scores.Take(5).ShouldAllBe(score => score == 0.1);
        for (var i = 5; i < 7; i++) memory.Scores[i].ShouldBe(Cosine(order[i], sum), 1e-12);
    }

    [Fact]
    public void Only_as_many_memory_batches_as_the_strength_are_compared_with()
    {
        using var shelf = With(sample => s_slopes[sample.Index]);
        var memory = new GssGreedyMemory(new() { Total = 7, BatchSize = 1, Strength = 1 });
        memory.Update(shelf, Shelf.Of((0, 7)));
        var order = memory.Exemplars.Select(exemplar => s_slopes[exemplar.Sample.Index]).ToArray();
        for (var i = 1; i < 7; i++)
            order[..i].Select(earlier => Math.Abs(Cosine(order[i], earlier) - memory.Scores[i])).Min().ShouldBeLessThan(1e-12);
        Enumerable.Range(1, 6).Any(i => memory.Scores[i] < order[..i].Max(earlier => Cosine(order[i], earlier)) - 1e-6).ShouldBeTrue();
    }

    [Fact]
    public void A_full_memory_is_challenged_by_opposing_gradients_only_and_gives_way_as_often_as_the_scores_say()
    {
        const int Runs = 1000;
        var replaced = 0;
        for (var seed = 0; seed < Runs; seed++)
        {
            // Held: (1, 0) with score 0.1 and (0, 1) with cosine 0, which as the lowest score is never challenged.
            double[][] slopes = [[1, 0], [0, 1], [1, 1], [-1, -1]];
            using var shelf = With(sample => slopes[sample.Label], seed);
            var memory = new GssGreedyMemory(new() { Total = 2, BatchSize = 1 });
            for (var label = 0; label < 3; label++) memory.Update(shelf, Shelf.Of((label, 1)));
            memory.Exemplars.Select(exemplar => exemplar.Sample.Label).ShouldBe([0, 1], "the third agrees with both");
            memory.Scores.ShouldBe([0.1, 0]);
            memory.Update(shelf, Shelf.Of((3, 1)));
            memory.Exemplars[1].Sample.Label.ShouldBe(1);
            if (memory.Exemplars[0].Sample.Label == 0) continue;
            replaced++;
            memory.Scores[0].ShouldBe(-Math.Sqrt(0.5), 1e-12);
        }

        var (u, v) = ((1 - Math.Sqrt(0.5)) / 2, (1 + 0.1) / 2);
        var expected = v / (u + v);
        (replaced / (double)Runs).ShouldBe(expected, 4 * Math.Sqrt(expected * (1 - expected) / Runs));
    }

    [Fact]
    public void Places_are_challenged_in_proportion_to_their_scaled_scores_and_each_once()
    {
        double[] scores = [-0.5, 0, 0.5];
        const int Draws = 20000;
        var counts = new int[3];
        for (var i = 0; i < Draws; i++) counts[Replacement.Challenged(scores, 1, new RandomSource(5).Stream("test", i)).Single()]++;
        counts[0].ShouldBe(0);
        (counts[1] / (double)Draws).ShouldBe(1 / 3.0, 4 * Math.Sqrt(2 / 9.0 / Draws));
        Replacement.Challenged(scores, 3, new RandomSource(5).Stream("test")).Order().ShouldBe([1, 2]);
        Replacement.Challenged([0.1, 0.1, 0.1], 5, new RandomSource(5).Stream("test")).Order().ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void A_sample_wins_in_proportion_to_how_much_more_redundant_the_other_is()
    {
        const int Draws = 20000;
        var wins = Enumerable.Range(0, Draws).Count(i => Replacement.Wins(0.6, -0.2, new RandomSource(6).Stream("test", i)));
        (wins / (double)Draws).ShouldBe(1 / 3.0, 4 * Math.Sqrt(2 / 9.0 / Draws));
    }

    [Fact]
    public void A_restored_memory_goes_on_exactly_as_the_one_that_was_saved()
    {
        using var shelf = With(Scattered);
        var memory = Make();
        memory.Update(shelf, Shelf.Of((0, 20), (1, 15)));
        memory.Bytes.ShouldBe(memory.Exemplars.Sum(exemplar => shelf.Get(exemplar.Sample).Bytes));
        var state = new StateBag();
        memory.SaveState(state);
        var restored = Make();
        restored.LoadState(state, shelf);
        Same(restored, memory);
        var before = memory.Exemplars.ToArray();
        memory.Update(shelf, Shelf.Of((2, 30)));
        restored.Update(shelf, Shelf.Of((2, 30)));
        Same(restored, memory);
        memory.Exemplars.ShouldNotBe(before);
        state.Json["scores"]!.AsArray().RemoveAt(0);
        Should.Throw<InvalidDataException>(() => restored.LoadState(state, shelf)).Message.ShouldContain("score");

        static GssGreedyMemory Make() => new(new() { Bytes = 9 * Shelf.Plain, BatchSize = 4, Strength = 2 });
    }

    [Fact]
    public void Larger_samples_leave_fewer_places_and_the_most_redundant_exemplar_goes_first()
    {
        // Places of 40 bytes, then of 80: of three exemplars one may stay, and none gives way as the new one agrees with all.
        double[][] slopes = [[1, 0], [0, 1], [1, 0.1], [1, 1]];
        using var shelf = new Shelf { Model = new SlopeModel(sample => slopes[sample.Label]), OwnTask = new SlopeTask(), Length = Size };
        var memory = new GssGreedyMemory(new() { Bytes = 120, BatchSize = 1 });
        for (var label = 0; label < 3; label++) memory.Update(shelf, Shelf.Of((label, 1)));
        memory.Exemplars.Count.ShouldBe(3);
        memory.Update(shelf, Shelf.Of((3, 1)));
        memory.Exemplars.ShouldHaveSingleItem().Sample.Label.ShouldBe(1);
        Should.Throw<RunFailedException>(() => new GssGreedyMemory(new() { Bytes = 39 }).Update(shelf, Shelf.Of((0, 1))))
            .Message.ShouldContain("takes 40 bytes");

        static int Size(SampleInfo sample) => sample.Label == 3 ? 20 : 10;
    }

    private static double[] Scattered(SampleInfo sample)
    {
        var random = new RandomSource(11).Stream("slope", sample.Label, sample.Index);
        return [random.NextGaussian(), random.NextGaussian()];
    }

    private static double Cosine(double[] a, double[] b) =>
        ((a[0] * b[0]) + (a[1] * b[1])) / Math.Sqrt(((a[0] * a[0]) + (a[1] * a[1])) * ((b[0] * b[0]) + (b[1] * b[1])));

    private static void Same(GssGreedyMemory memory, GssGreedyMemory other)
    {
        memory.Exemplars.Select(exemplar => exemplar.Sample).ShouldBe(other.Exemplars.Select(exemplar => exemplar.Sample));
        memory.Scores.ShouldBe(other.Scores);
        memory.Bytes.ShouldBe(other.Bytes);
    }

    private static Shelf With(Func<SampleInfo, double[]> slope, long seed = 1) =>
        new(seed) { Model = new SlopeModel(slope), OwnTask = new SlopeTask() };
}
