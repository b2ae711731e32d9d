namespace PluginHost.Memories.Tests;

public sealed class ClassBalancedTests
{
    [Fact]
    public void Shares_shrink_evenly_as_classes_arrive_and_the_first_get_the_remainder()
    {
        using var shelf = new Shelf();
        var memory = new ClassBalancedMemory(new() { Total = 7 });
        memory.Update(shelf, Shelf.Of((0, 20)));
        Counts(memory).ShouldBe([7]);
        var alone = memory.Exemplars.Select(exemplar => exemplar.Sample.Id).ToArray();
        memory.Update(shelf, Shelf.Of((1, 20), (2, 20)));
        Counts(memory).ShouldBe([3, 2, 2]);
        memory.Exemplars.Take(3).Select(exemplar => exemplar.Sample.Id).ShouldBe(alone[..3]);
        memory.Update(shelf, Shelf.Of((3, 20)));
        Counts(memory).ShouldBe([2, 2, 2, 1]);
    }

    [Fact]
    public void Fixed_shares_leave_room_for_classes_to_come()
    {
        using var shelf = new Shelf();
        var memory = new ClassBalancedMemory(new() { Total = 7, Divide = BudgetDivision.All });
        memory.Update(shelf, Shelf.Of((0, 20), (1, 20)));
        Counts(memory).ShouldBe([2, 2]);
        var bytes = new ClassBalancedMemory(new() { Bytes = 7 * Shelf.Plain, Divide = BudgetDivision.All });
        bytes.Update(shelf, Shelf.Of((0, 20), (1, 20)));
        Counts(bytes).ShouldBe([1, 1]);
    }

    [Fact]
    public void What_is_left_of_a_class_after_shrinking_is_a_uniform_sample()
    {
        var counts = new int[10];
        for (var seed = 0; seed < 5000; seed++)
        {
            using var shelf = new Shelf(seed);
            var memory = new ClassBalancedMemory(new() { Total = 4 });
            memory.Update(shelf, Shelf.Of((0, 10)));
            memory.Update(shelf, Shelf.Of((1, 10)));
            foreach (var exemplar in memory.Exemplars.Where(exemplar => exemplar.Sample.Label == 0)) counts[exemplar.Sample.Index]++;
        }

        // Chi-square with 9 degrees of freedom exceeds 27.9 with probability 0.001.
        ChiSquare.OfDraws(counts, 5000, 2).ShouldBeLessThan(27.9);
    }

    private static int[] Counts(ClassBalancedMemory memory) =>
        [.. memory.Exemplars.GroupBy(exemplar => exemplar.Sample.Label).Select(group => group.Count())];
}
