using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests;

/// <summary>Comparison of a tensor with numbers worked out elsewhere.</summary>
internal static class Numbers
{
    internal static double[] Values(this Tensor tensor)
    {
        using var wide = tensor.detach().to(float64);
        return wide.data<double>().ToArray();
    }

    internal static void ShouldHold(this Tensor tensor, params double[] expected) => tensor.ShouldHoldWithin(1e-6, expected);

    internal static void ShouldHoldWithin(this Tensor tensor, double tolerance, params double[] expected)
    {
        var actual = tensor.Values();
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            actual[i].ShouldBe(expected[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"element {i}");
        }
    }

    internal static void ShouldBeNear(this Tensor tensor, Tensor expected, double tolerance = 1e-9)
    {
        tensor.shape.ShouldBe(expected.shape);
        tensor.sub(expected).abs().max().ToDouble().ShouldBeLessThan(tolerance);
    }
}
