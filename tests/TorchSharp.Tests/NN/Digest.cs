using static TorchSharp.torch;

namespace TorchSharp.Tests.NN;

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

    /// <summary>Sets the k-th parameter (from 1) to a wave of phase 0.1 k.</summary>
    internal static T Fill<T>(T module)
        where T : nn.Module
    {
        using var guard = no_grad();
        module.@double();
        var phase = 0.0;
        foreach (var parameter in module.parameters())
        {
            parameter.copy_(Wave(parameter.shape, phase += 0.1));
        }

        return module;
    }

    /// <summary>Gradients of Σ out · wave.</summary>
    internal static void Backward(Tensor output) => (output.ndim == 0 ? output : (output * Wave(output.shape, 0.5)).sum()).backward();

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
