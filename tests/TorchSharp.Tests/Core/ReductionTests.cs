using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class ReductionTests
{
    private static Tensor Grid => tensor(new[,] { { 1.0, 5.0, 3.0 }, { 4.0, 2.0, 6.0 } });

    [Fact]
    public void Sums_and_means_reduce_the_dimensions_named()
    {
        using var scope = NewDisposeScope();
        var x = Grid;

        x.sum().ToDouble().ShouldBe(21);
        x.sum(0).ShouldHold(5, 7, 9);
        x.sum(1, keepdim: true).shape.ShouldBe([2, 1]);
        x.sum([0, 1]).ToDouble().ShouldBe(21);
        x.mean([1]).ShouldHold(3, 4);
        x.mean().ToDouble().ShouldBe(3.5);
        x.prod().ToDouble().ShouldBe(720);
    }

    [Fact]
    public void Spread_is_unbiased_by_default()
    {
        using var scope = NewDisposeScope();
        var x = Grid;

        x.var().ToDouble().ShouldBe(3.5, 1e-12);
        x.var(unbiased: false).ToDouble().ShouldBe(17.5 / 6, 1e-12);
        x.std(1).ShouldHold(2, 2);
        var (deviation, mean) = x.std_mean([1]);
        deviation.ShouldHold(2, 2);
        mean.ShouldHold(3, 4);
        x.norm().ToDouble().ShouldBe(Math.Sqrt(91), 1e-12);
    }

    [Fact]
    public void Extremes_come_with_their_places()
    {
        using var scope = NewDisposeScope();
        var x = Grid;

        var (values, indexes) = x.max(1);
        values.ShouldHold(5, 6);
        indexes.ShouldHold(1, 2);
        x.argmin(0).ShouldHold(0, 1, 0);
        x.argmax().ToInt64().ShouldBe(5);
        x.amax([0, 1]).ToDouble().ShouldBe(6);
        var (top, places) = x.topk(2, dim: 1);
        top.ShouldHold(5, 3, 6, 4);
        places.ShouldHold(1, 2, 2, 0);
        x.median(1).values.ShouldHold(3, 4);
    }

    [Fact]
    public void Order_and_running_sums()
    {
        using var scope = NewDisposeScope();
        var x = Grid;

        var (sorted, order) = x.sort(1, descending: true);
        sorted.ShouldHold(5, 3, 1, 6, 4, 2);
        order.ShouldHold(1, 2, 0, 2, 0, 1);
        x.cumsum(1).ShouldHold(1, 6, 9, 4, 6, 12);
        x.logsumexp(1).ShouldHoldWithin(1e-12, Math.Log(Math.E + Math.Exp(5) + Math.Exp(3)),
            Math.Log(Math.Exp(4) + Math.Exp(2) + Math.Exp(6)));
        x.quantile(tensor(new[] { 0.5 }), dim: 1).ShouldHold(3, 4);

        var (distinct, inverse, counts) = tensor(new long[] { 3, 1, 3, 2 }).unique(return_inverse: true, return_counts: true);
        distinct.ShouldHold(1, 2, 3);
        inverse!.ShouldHold(2, 0, 2, 1);
        counts!.ShouldHold(1, 1, 2);
        bucketize(tensor(new[] { 0.5, 1.0, 2.5 }), tensor(new[] { 1.0, 2.0 })).ShouldHold(0, 0, 2);
        tensor(new long[] { 0, 2, 2 }).bincount().ShouldHold(1, 0, 2);
    }
}
