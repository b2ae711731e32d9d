namespace PluginHost.Memories.Tests;

public sealed class ReplayBatchTests
{
    private static readonly StepInfo s_step = new(new() { Name = Phase.MainName, Entries = [], Steps = 9 }, 0, 4, 9);

    [Fact]
    public void Stored_tensors_come_in_the_order_of_rows_and_partners_get_their_own()
    {
        using var shelf = Filled(slots: 2);
        using var replay = ReplayBatch.Draw(shelf, s_step, 4, "der++").ShouldNotBeNull();
        replay.Batch.Rows.ShouldBe(8);
        replay.Batch.RowSources.ShouldAllBe(source => source.FromMemory);
        replay.Batch.Draws.Select(draw => draw.Sources[0].Sample).ShouldBe(replay.Exemplars.Select(exemplar => exemplar.Sample));
        using var stored = replay.Stored("logits");
        stored.shape.ShouldBe([8, 2]);
        stored.data<float>().ToArray().ShouldBe(replay.Batch.RowSources.SelectMany(source => new[] { source.Sample.Index, 10f }));
    }

    [Fact]
    public void A_draw_depends_on_purpose_and_step_alone()
    {
        using var shelf = Filled();
        string[] Draw(string purpose, StepInfo step)
        {
            using var replay = ReplayBatch.Draw(shelf, step, 4, purpose)!;
            return [.. replay.Exemplars.Select(exemplar => exemplar.Sample.Id)];
        }

        var first = Draw("a", s_step);
        first.Distinct(StringComparer.Ordinal).Count().ShouldBe(4);
        Draw("a", s_step).ShouldBe(first);
        Draw("b", s_step).ShouldNotBe(first);
        Draw("a", s_step with { Step = 5 }).ShouldNotBe(first);
        shelf.Purposes.ShouldBe(["a.main 1 4", "a.main 1 4", "b.main 1 4", "a.main 1 5"]);
    }

    [Fact]
    public void Nothing_is_drawn_from_an_empty_memory_and_fewer_from_a_small_one()
    {
        using var empty = new Shelf { Memory = new ReservoirMemory(new() { Total = 2 }) };
        ReplayBatch.Draw(empty, s_step, 4, "a").ShouldBeNull();
        using var none = new Shelf();
        ReplayBatch.Draw(none, s_step, 4, "a").ShouldBeNull();
        using var shelf = Filled();
        using var replay = ReplayBatch.Draw(shelf, s_step, 40, "a")!;
        replay.Exemplars.Count.ShouldBe(8);
    }

    [Fact]
    public void Scores_stored_before_the_model_grew_are_filled_up_if_told_how()
    {
        using var memory = new ReservoirMemory(new() { Total = 2 });
        using var shelf = new Shelf { Memory = memory };
        memory.Add(shelf, Shelf.Of((0, 1))[0], Tensors.Logits(1));
        memory.Add(shelf, Shelf.Of((1, 1))[0], Tensors.Logits(2, 3));
        using var replay = ReplayBatch.Draw(shelf, s_step, 2, "a")!;
        replay.Has("logits").ShouldBeTrue();
        replay.Has("features").ShouldBeFalse();
        using var stored = replay.Stored("logits", padding: -7);
        stored.data<float>().ToArray().ShouldBe(replay.Exemplars[0].Sample.Label == 0 ? [1, -7, 2, 3] : [2, 3, 1, -7]);
        Should.Throw<InvalidOperationException>(() => replay.Stored("logits")).Message.ShouldContain("Give a padding");
        Should.Throw<InvalidOperationException>(() => replay.Stored("features")).Message.ShouldContain("'features' with sample");
    }

    [Fact]
    public void A_batch_is_stored_by_its_items_with_the_rows_of_the_output()
    {
        using var shelf = new Shelf { Boundaries = false };
        using var memory = new ReservoirMemory(new() { Total = 9 });
        var samples = Shelf.Of((0, 3));
        using var batch = Shelf.Batch((samples[0], false), (samples[1], true), (samples[2], false));
        var logits = tensor(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }).requires_grad_();
        var output = new ModelOutput(null, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["logits"] = logits });
        memory.AddBatch(shelf, batch, output, "logits").ShouldBe(2);
        memory.Exemplars.Select(exemplar => exemplar.Sample.Id).ShouldBe(["0-0", "0-2"]);
        memory.Exemplars.SelectMany(exemplar => Tensors.Values(exemplar)).ShouldBe([1, 2, 5, 6]);
        memory.Bytes.ShouldBe(2 * (Shelf.Plain + 8));
    }

    [Fact]
    public void A_strategy_that_fills_the_memory_is_told_which_memories_it_can_fill()
    {
        using var none = new Shelf();
        Should.Throw<RunFailedException>(() => none.OnlineMemory()).Message.ShouldContain("has no memory");
        using var ranked = new Shelf { Memory = new HerdingMemory(new()) };
        Should.Throw<RunFailedException>(() => ranked.OnlineMemory()).Message.ShouldContain("such as reservoir");
        using var online = Filled();
        online.OnlineMemory().ShouldBeSameAs(online.Memory);
    }

    private static Shelf Filled(int slots = 1)
    {
        var memory = new ReservoirMemory(new() { Total = 8 });
        var shelf = new Shelf { Memory = memory, Slots = slots };
        foreach (var sample in Shelf.Of((0, 8))) memory.Add(shelf, sample, Tensors.Logits(sample.Index, 10));
        return shelf;
    }
}
