using TorchSharp.Modules;
using TorchSharp.Tests.NN;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Optim;

/// <summary>A small smooth loss of two parameters; a third takes no part, so it has no gradient.</summary>
internal sealed class Problem : IDisposable
{
    internal Parameter A { get; } = Own(Digest.Wave([3, 2], 0.2));

    internal Parameter B { get; } = Own(Digest.Wave([4], 0.9));

    internal Parameter Unused { get; } = Own(Digest.Wave([2], 0.3));

    internal Parameter[] All => [A, B, Unused];

    internal IEnumerable<double> Digests => All.Select(Digest.Of);

    /// <summary>Σ (A W + B)² + 0.1 Σ B⁴ + Σ cos A.</summary>
    internal Tensor Loss()
        => (A.matmul(Digest.Wave([2, 4], 0.4)) + B).pow(2).sum() + (0.1 * B.pow(4).sum()) + A.cos().sum();

    internal void Step(torch.optim.Optimizer optimizer, int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Loss().backward();
            optimizer.step();
        }
    }

    public void Dispose() => Array.ForEach(All, parameter => parameter.Dispose());

    private static Parameter Own(Tensor values)
    {
        var parameter = new Parameter(values);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
