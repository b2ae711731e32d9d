using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class ShapeTests
{
    [Fact]
    public void Views_share_memory_and_rearrange()
    {
        using var scope = NewDisposeScope();
        var x = arange(6);

        x.view(2, 3).T.ShouldHold(0, 3, 1, 4, 2, 5);
        x.view(1, 2, 3).permute(2, 0, 1).shape.ShouldBe([3, 1, 2]);
        x.reshape(2, -1).mT.shape.ShouldBe([3, 2]);
        x.view(2, 3).unsqueeze(0).squeeze().shape.ShouldBe([2, 3]);
        x.view(1, 2, 3).flatten(1).shape.ShouldBe([1, 6]);
        x.view(2, 3)[1].add_(10);
        x.ShouldHold(0, 1, 2, 13, 14, 15);
        x.unfold(0, 3, 2).shape.ShouldBe([2, 3]);
    }

    [Fact]
    public void Pieces_join_and_part()
    {
        using var scope = NewDisposeScope();
        var a = ones([2, 1]);
        var b = zeros([2, 2]);

        cat([a, b], 1).ShouldHold(1, 0, 0, 1, 0, 0);
        stack([a, a], 2).shape.ShouldBe([2, 1, 2]);
        var parts = arange(5).split(2);
        parts.Length.ShouldBe(3);
        parts[2].ShouldHold(4);
        arange(5).chunk(2)[1].ShouldHold(3, 4);
        arange(2).repeat(2, 2).ShouldHold(0, 1, 0, 1, 0, 1, 0, 1);
        arange(2).repeat_interleave(2).ShouldHold(0, 0, 1, 1);
        arange(3).flip(0).ShouldHold(2, 1, 0);
        arange(4).roll(1).ShouldHold(3, 0, 1, 2);
        var grids = meshgrid([arange(2), arange(3)]);
        grids[0].ShouldHold(0, 0, 0, 1, 1, 1);
        grids[1].ShouldHold(0, 1, 2, 0, 1, 2);
        ones([3, 3]).tril().sum().ToDouble().ShouldBe(6);
    }

    [Fact]
    public void Types_change_and_lists_longer_than_the_stack_buffer_arrive_whole()
    {
        using var scope = NewDisposeScope();

        tensor(new[] { 1.9, -1.9 }).to(int64).ShouldHold(1, -1);
        var many = Enumerable.Range(0, 300).Select(i => tensor((long)i)).ToArray();
        var joined = stack(many);
        joined.sum().ToInt64().ShouldBe(300 * 299 / 2);
        joined.unbind().Select(t => t.ToInt64()).ShouldBe(Enumerable.Range(0, 300).Select(i => (long)i));
    }
}
