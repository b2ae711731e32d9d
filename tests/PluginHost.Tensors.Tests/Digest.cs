using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests;

/// <summary>Inputs that any program can make, and a number that changes with every element of a tensor and with their order.</summary>
internal static class Digest
{
    /// <summary>sin(0.7 i + phase) over the elements, in double precision.</summary>
    internal static Tensor Wave(long[] shape, double phase = 0.0)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return (arange(count, dtype: ScalarType.Float64) * 0.7 + phase).sin().reshape(shape);
    }

    /// <summary>Σ x_i cos(0.3 i).</summary>
    internal static double Of(Tensor tensor)
    {
        var flat = tensor.detach().reshape(-1).to(ScalarType.Float64);
        return (flat * (arange(flat.numel(), dtype: ScalarType.Float64) * 0.3).cos()).sum().item<double>();
    }

    internal static void ShouldMatch(IEnumerable<double> actual, IReadOnlyList<double> expected, string what)
    {
        var values = actual.ToArray();
        values.Length.ShouldBe(expected.Count, what);
        for (var i = 0; i < values.Length; i++)
        {
            values[i].ShouldBe(expected[i], 1e-10 * (1.0 + Math.Abs(expected[i])), $"{what}, number {i}");
        }
    }
}
