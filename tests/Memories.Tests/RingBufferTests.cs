namespace PluginHost.Memories.Tests;

public sealed class RingBufferTests
{
    [Fact]
    public void Each_class_keeps_what_training_saw_last_and_gives_up_the_oldest()
    {
        using var shelf = new Shelf();
        var samples = Shelf.Of((0, 4), (1, 4));
        var memory = new RingBufferMemory(new() { Total = 4 });
        See(shelf, memory, samples[2], samples[5], samples[0], samples[7], samples[3], samples[2]);
        memory.Exemplars.ShouldBeEmpty("what is replayed changes between experiences only");
        memory.Update(shelf, samples);
        Ids(memory).ShouldBe(["0-2", "0-3", "1-3", "1-1"]);
        See(shelf, memory, Shelf.Of((2, 2))[0]);
        memory.Update(shelf, Shelf.Of((2, 2)));
        Ids(memory).ShouldBe(["0-2", "0-3", "1-3", "2-0"]);
    }

    [Fact]
    public void Exemplars_in_a_batch_are_no_news_and_unseen_samples_are_the_oldest()
    {
        using var shelf = new Shelf();
        var samples = Shelf.Of((0, 4));
        var memory = new RingBufferMemory(new() { PerClass = 3 });
        using (var batch = Shelf.Batch((samples[1], false), (samples[0], true))) memory.Update(shelf, batch);
        memory.Update(shelf, samples);
        Ids(memory).ShouldBe(["0-1", "0-3", "0-2"]);
    }

    [Fact]
    public void What_was_seen_last_survives_an_interruption()
    {
        using var shelf = new Shelf();
        var samples = Shelf.Of((0, 6));
        var memory = new RingBufferMemory(new() { PerClass = 3 });
        See(shelf, memory, samples[5], samples[1], samples[4], samples[5]);
        var state = new StateBag();
        memory.SaveState(state);
        var restored = new RingBufferMemory(new() { PerClass = 3 });
        restored.LoadState(state, shelf);
        See(shelf, restored, samples[0]);
        restored.Update(shelf, samples);
        Ids(restored).ShouldBe(["0-0", "0-5", "0-4"]);
    }

    private static void See(Shelf shelf, RingBufferMemory memory, params SampleInfo[] samples)
    {
        foreach (var sample in samples)
        {
            using var batch = Shelf.Batch((sample, false));
            memory.Update(shelf, batch);
        }
    }

    private static IEnumerable<string> Ids(RingBufferMemory memory) => memory.Exemplars.Select(exemplar => exemplar.Sample.Id);
}
