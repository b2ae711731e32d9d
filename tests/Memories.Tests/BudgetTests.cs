namespace PluginHost.Memories.Tests;

public sealed class BudgetTests
{
    [Fact]
    public void There_is_one_budget_and_without_any_it_is_one_exemplar_per_class()
    {
        new ReservoirMemoryOptions().ClassBudget.ShouldBe(1);
        new ReservoirMemoryOptions { Bytes = 5 }.Check().ShouldBeEmpty();
        var finding = new ReservoirMemoryOptions { PerClass = 2, Bytes = 5 }.Check().ShouldHaveSingleItem();
        finding.Where.ShouldBe("bytes");
        finding.What.ShouldContain("perClass, bytes");
    }

    [Fact]
    public void Bytes_are_dealt_out_in_rounds_and_never_exceeded()
    {
        // Samples take 40, 80 and 120 bytes: round 1 needs 240; of the 100 left class 0 takes 40 twice, and no other fits.
        using var shelf = new Shelf { Length = sample => 10 * (sample.Label + 1) };
        var memory = new ClassBalancedMemory(new() { Bytes = 340 });
        memory.Update(shelf, Shelf.Of((0, 9), (1, 9), (2, 9)));
        memory.Exemplars.Select(exemplar => exemplar.Sample.Label).ShouldBe([0, 0, 0, 1, 2]);
        memory.Bytes.ShouldBe(320);
    }

    [Fact]
    public void A_byte_budget_below_one_exemplar_ends_the_run_and_names_its_size()
    {
        using var shelf = new Shelf();
        ExemplarMemory[] memories = [new ClassBalancedMemory(new() { Bytes = 39 }), new ReservoirMemory(new() { Bytes = 39 })];
        foreach (var memory in memories)
        {
            Should.Throw<RunFailedException>(() => memory.Update(shelf, Shelf.Of((0, 2)))).Message.ShouldContain("'0-0' takes 40 bytes");
            using var batch = Shelf.Batch((Shelf.Of((0, 2))[1], false));
            Should.Throw<RunFailedException>(() => memory.Update(shelf, batch)).Message.ShouldContain("'0-1' takes 40 bytes");
        }

        var enough = new ReservoirMemory(new() { Bytes = 40 });
        enough.Update(shelf, Shelf.Of((0, 2)));
        enough.Exemplars.Count.ShouldBe(1);
    }
}
