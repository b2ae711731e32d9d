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

    [Fact]
    public void Bytes_that_do_not_hold_one_exemplar_are_found_before_the_first_step_with_the_bytes_they_lack()
    {
        // Samples take 40, 80 and 120 bytes; the largest must fit.
        using var shelf = new Shelf { Length = sample => 10 * (sample.Label + 1) };
        var stream = Shelf.Of((0, 3), (1, 3), (2, 3));
        foreach (IMemory memory in new ExemplarMemory[] { new RandomMemory(new() { Bytes = 119 }), new ReservoirMemory(new() { Bytes = 119 }) })
        {
            var finding = memory.Check(shelf, stream).ShouldHaveSingleItem();
            (finding.Code, finding.Severity, finding.Where).ShouldBe(("MEM0003", FindingSeverity.Error, "memory.options.bytes"));
            finding.What.ShouldBe("The budget of 119 bytes is smaller than one exemplar: sample '2-0' takes 120 bytes");
            finding.Expected.ShouldBe("at least 120 bytes");
        }
    }

    [Fact]
    public void Bytes_below_an_exemplar_of_each_class_are_an_error_where_classes_share_them_and_else_a_warning()
    {
        using var shelf = new Shelf { Length = sample => 10 * (sample.Label + 1) };
        var stream = Shelf.Of((0, 3), (1, 3), (2, 3));
        (ExemplarMemory Memory, FindingSeverity Severity)[] memories =
        [
            (new HerdingMemory(new() { Bytes = 239 }), FindingSeverity.Error),
            (new ClassBalancedMemory(new() { Bytes = 239 }), FindingSeverity.Error),
            (new ReservoirMemory(new() { Bytes = 239 }), FindingSeverity.Warning),
        ];
        foreach (var (memory, severity) in memories)
        {
            var finding = memory.Check(shelf, stream).ShouldHaveSingleItem();
            (finding.Code, finding.Severity, finding.Expected).ShouldBe(("MEM0004", severity, "at least 240 bytes"));
            finding.What.ShouldBe("The budget of 239 bytes cannot hold an exemplar of each of the stream's 3 classes: they take 240 bytes");
        }

        new HerdingMemory(new() { Bytes = 240 }).Check(shelf, stream).ShouldBeEmpty();
        new RandomMemory(new() { PerClass = 1 }).Check(shelf, stream).ShouldBeEmpty();
        new RandomMemory(new() { Bytes = 40 }).Check(shelf, []).ShouldBeEmpty();
    }
}
