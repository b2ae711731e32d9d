namespace PluginHost.Memories.Tests;

public sealed class UncertaintyTests
{
    [Theory]
    [InlineData(UncertaintyOrder.Largest, new[] { 1, 3, 2, 2, 0, 1 })]
    [InlineData(UncertaintyOrder.Smallest, new[] { 4, 0, 2, 1, 3, 0 })]
    public void Samples_are_kept_by_their_loss_class_by_class(UncertaintyOrder order, int[] expected)
    {
        float[][] losses = [[0.2f, 0.9f, 0.3f, 0.7f, 0.1f], [5, 4, 6, 4]];
        using var shelf = new Shelf { Loss = sample => losses[sample.Label][sample.Index] };
        var memory = new UncertaintyMemory(new() { PerClass = 3, Order = order });
        memory.Update(shelf, Shelf.Of((0, 5), (1, 4)));
        memory.Exemplars.Select(exemplar => exemplar.Sample.Index).ShouldBe(expected);
    }
}
