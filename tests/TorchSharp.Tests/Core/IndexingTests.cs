using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class IndexingTests
{
    // Expected values: the same expressions in Python torch 1.13 on arange(24).reshape(2, 3, 4).
    private static Tensor Block => arange(24).reshape(2, 3, 4);

    [Fact]
    public void Places_and_slices_give_views()
    {
        using var scope = NewDisposeScope();
        var x = Block;

        x[1, 2, 3].ToInt64().ShouldBe(23);
        x[-1, 0].ShouldHold(12, 13, 14, 15);
        x[0, .., 1].ShouldHold(1, 5, 9);
        x[TensorIndex.Ellipsis, ^1].ShouldHold(3, 7, 11, 15, 19, 23);
        x[0, 1..3, ..2].ShouldHold(4, 5, 8, 9);
        x[0, 0, TensorIndex.Slice(step: 2)].ShouldHold(0, 2);
        x[TensorIndex.Colon, TensorIndex.None].shape.ShouldBe([2, 1, 3, 4]);

        x[0, 0, 0] = tensor(100L);
        x.data<long>()[0, 0, 0].ShouldBe(100);
    }

    [Fact]
    public void Tensors_of_places_and_masks_select()
    {
        using var scope = NewDisposeScope();
        var x = Block;
        var places = tensor(new long[] { 2, 0 });

        x[0, places].ShouldHold(8, 9, 10, 11, 0, 1, 2, 3);
        x[tensor(new long[] { 0, 1 }), places].ShouldHold(8, 9, 10, 11, 12, 13, 14, 15);
        x[.., .., places].shape.ShouldBe([2, 3, 2]);
        x[x > 20].ShouldHold(21, 22, 23);
        var mask = tensor(new[,] { { true, false, false }, { false, false, true } });
        x[mask, 1..3].ShouldHold(1, 2, 21, 22);
        x[TensorIndex.Bool(true)].shape.ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Setting_copies_and_broadcasts()
    {
        using var scope = NewDisposeScope();
        var x = zeros([2, 3], dtype: float64);

        x[0] = tensor(new[] { 1.0, 2.0, 3.0 });
        x[.., 2] = tensor(9.0);
        x.ShouldHold(1, 2, 9, 0, 0, 9);
        x[x == 0] = tensor(-1.0);
        x.ShouldHold(1, 2, 9, -1, -1, 9);
        x[tensor(new long[] { 1, 1 }), tensor(new long[] { 0, 1 })] = tensor(new[] { 5.0, 6.0 });
        x.ShouldHold(1, 2, 9, 5, 6, 9);
        x.index_put_(7, 0, 0).ShouldHold(7, 2, 9, 5, 6, 9);
    }

    [Fact]
    public void An_index_outside_is_an_exception()
    {
        using var scope = NewDisposeScope();

        Should.Throw<ExternalException>(() => Block[2]).Message.ShouldContain("out of range");
        Should.Throw<ArgumentException>(() => Block[0, 0, 0, 0]);
    }

    [Fact]
    public void Gathering_scattering_and_masking()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } });
        var swapped = tensor(new long[,] { { 1, 0 }, { 0, 0 } });

        x.gather(1, swapped).ShouldHold(2, 1, 3, 3);
        zeros_like(x).scatter_add(1, swapped, x).ShouldHold(2, 1, 7, 0);
        x.index_select(0, tensor(new long[] { 1 })).ShouldHold(3, 4);
        x.masked_fill(x > 2, 0).ShouldHold(1, 2, 0, 0);
        x.masked_select(x > 2).ShouldHold(3, 4);
        x.index_add(0, tensor(new long[] { 0, 0 }), x, 1).ShouldHold(5, 8, 3, 4);
    }
}
