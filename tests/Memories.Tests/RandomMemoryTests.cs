namespace PluginHost.Memories.Tests;

public sealed class RandomMemoryTests
{
    [Fact]
    public void Keeps_k_samples_per_class_and_all_of_a_smaller_class()
    {
        using var context = new Shelf();
        var memory = new RandomMemory(new() { PerClass = 3 });
        memory.Update(context, Shelf.Of((0, 10), (1, 2)));
        memory.Exemplars.Count(exemplar => exemplar.Sample.Label == 0).ShouldBe(3);
        memory.Exemplars.Count(exemplar => exemplar.Sample.Label == 1).ShouldBe(2);
        memory.Exemplars.Select(exemplar => exemplar.Sample.Id).ShouldBeUnique();
    }

    [Fact]
    public void Earlier_classes_keep_their_exemplars_and_the_sizes_of_the_paper_come_out()
    {
        using var context = new Shelf(classes: 15);
        // MUSIC-21's saxophone has 14 videos: 20 per class makes 100, 194, 294, as ContAV-Sep reports.
        var memory = new RandomMemory(new() { PerClass = 20 });
        memory.Update(context, Shelf.Of((0, 47), (1, 39), (2, 32), (3, 28), (4, 44)));
        memory.Exemplars.Count.ShouldBe(100);
        var first = memory.Exemplars.Select(exemplar => exemplar.Sample.Id).ToArray();
        memory.Update(context, Shelf.Of((5, 33), (6, 54), (7, 14), (8, 41), (9, 63)));
        memory.Exemplars.Count.ShouldBe(194);
        memory.Exemplars.Take(100).Select(exemplar => exemplar.Sample.Id).ShouldBe(first);
        memory.Update(context, Shelf.Of((10, 32), (11, 76), (12, 41), (13, 46), (14, 49)));
        memory.Exemplars.Count.ShouldBe(294);
    }

    [Fact]
    public void The_draw_of_a_class_depends_on_the_seed_and_the_label_alone()
    {
        using var context = new Shelf();
        using var other = new Shelf(seed: 2);
        string[] Draw(Shelf learning, params (int Label, int Count)[] classes)
        {
            var memory = new RandomMemory(new() { PerClass = 4 });
            memory.Update(learning, Shelf.Of(classes));
            return [.. memory.Exemplars.Where(exemplar => exemplar.Sample.Label == 1).Select(exemplar => exemplar.Sample.Id)];
        }

        Draw(context, (0, 10), (1, 30)).ShouldBe(Draw(context, (1, 30), (5, 8)));
        Draw(context, (1, 30)).ShouldNotBe(Draw(other, (1, 30)));
    }

    [Fact]
    public void Every_sample_is_drawn_equally_often()
    {
        var counts = new int[8];
        for (var seed = 0; seed < 4000; seed++)
        {
            using var context = new Shelf(seed);
            var memory = new RandomMemory(new() { PerClass = 2 });
            memory.Update(context, Shelf.Of((0, 8)));
            foreach (var exemplar in memory.Exemplars) counts[exemplar.Sample.Index]++;
        }

        // Chi-square with 7 degrees of freedom exceeds 24.3 with probability 0.001.
        ChiSquare.OfDraws(counts, 4000, 2).ShouldBeLessThan(24.3);
    }

    [Fact]
    public void Bytes_are_those_of_the_samples_as_loaded_and_the_state_round_trips()
    {
        using var context = new Shelf();
        var memory = new RandomMemory(new() { PerClass = 2 });
        memory.Update(context, Shelf.Of((0, 8), (1, 8)));
        memory.Bytes.ShouldBe(4 * Shelf.Plain);
        var state = new StateBag();
        memory.SaveState(state);
        var restored = new RandomMemory(new() { PerClass = 2 });
        restored.LoadState(state, context);
        restored.Exemplars.Select(exemplar => exemplar.Sample).ShouldBe(memory.Exemplars.Select(exemplar => exemplar.Sample));
        restored.Bytes.ShouldBe(memory.Bytes);
        Should.Throw<InvalidDataException>(() => restored.LoadState(new(), context));
    }
}
