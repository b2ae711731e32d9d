using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class ArithmeticTests
{
    [Fact]
    public void Shapes_broadcast()
    {
        using var scope = NewDisposeScope();
        var column = tensor(new[] { 1.0, 2.0, 3.0 }).reshape(3, 1);
        var row = tensor(new[] { 10.0, 20.0 });

        (column + row).shape.ShouldBe([3, 2]);
        (column + row).ShouldHold(11, 21, 12, 22, 13, 23);
        (column * row).sum().ToDouble().ShouldBe(6 * 30);
    }

    [Fact]
    public void Numbers_mix_with_tensors_on_either_side_without_changing_the_type()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f, 4f });

        (1 - x).ShouldHold(0, -1, -3);
        (8 / x).ShouldHold(8, 4, 2);
        (x / 2).ShouldHold(0.5, 1, 2);
        (x * 2.5).dtype.ShouldBe(ScalarType.Float32);
        (x % 3).ShouldHold(1, 2, 1);
        (arange(3) + 1).dtype.ShouldBe(ScalarType.Int64);
        (arange(3) + 1.5).dtype.ShouldBe(ScalarType.Float32);
        x.pow(2).ShouldHold(1, 4, 16);
        x.div(3, RoundingMode.floor).ShouldHold(0, 0, 1);
        (-x).ShouldHold(-1, -2, -4);
    }

    [Fact]
    public void In_place_operators_change_the_tensor_and_return_it()
    {
        using var scope = NewDisposeScope();
        var x = ones([3], dtype: float64);

        x.add_(2).mul_(tensor(new[] { 1.0, 2.0, 3.0 })).ShouldBeSameAs(x);
        x.ShouldHold(3, 6, 9);
        x.addcmul_(x, x, 0.5).ShouldHold(7.5, 24, 49.5);
        x.lerp_(zeros_like(x), 0.5).ShouldHold(3.75, 12, 24.75);
        x.clamp_(min: 4, max: 20).ShouldHold(4, 12, 20);
        x.zero_().ShouldHold(0, 0, 0);
    }

    [Fact]
    public void Functions_agree_with_the_standard_library()
    {
        using var scope = NewDisposeScope();
        double[] points = [-1.7, -0.3, 0.2, 0.9];
        var x = tensor(points);

        x.exp().ShouldHoldWithin(1e-14, [.. points.Select(Math.Exp)]);
        x.tanh().ShouldHoldWithin(1e-14, [.. points.Select(Math.Tanh)]);
        x.abs().log().ShouldHoldWithin(1e-14, [.. points.Select(p => Math.Log(Math.Abs(p)))]);
        x.sigmoid().ShouldHoldWithin(1e-14, [.. points.Select(p => 1 / (1 + Math.Exp(-p)))]);
        x.atan2(x.flip(0)).ShouldHoldWithin(1e-14, [.. points.Select((p, i) => Math.Atan2(p, points[3 - i]))]);
        x.softmax(0).ShouldHoldWithin(1e-14, [.. points.Select(p => Math.Exp(p) / points.Sum(Math.Exp))]);
        x.round().ShouldHold(-2, 0, 0, 1);
    }

    [Fact]
    public void Comparison_gives_masks()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, double.NaN, 3.0 });

        (x > 2).data<bool>().ToArray().ShouldBe([false, false, true]);
        (x == 1).data<bool>().ToArray().ShouldBe([true, false, false]);
        (x.isnan() | (x >= 3)).data<bool>().ToArray().ShouldBe([false, true, true]);
        x.nan_to_num(0).ShouldHold(1, 0, 3);
        where(x > 2, x, zeros_like(x)).ShouldHold(0, 0, 3);
        x.allclose(x).ShouldBeFalse();
        allclose(x, x, equal_nan: true).ShouldBeTrue();
    }
}
