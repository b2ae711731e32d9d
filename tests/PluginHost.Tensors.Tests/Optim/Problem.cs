using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Optim;

/// <summary>A small smooth loss of two parameters; a third takes no part at first, so it has no gradient.</summary>
internal sealed class Problem : IDisposable
{
    internal Parameter A { get; } = Own(Digest.Wave([3, 2], 0.2));

    internal Parameter B { get; } = Own(Digest.Wave([4], 0.9));

    internal Parameter C { get; } = Own(Digest.Wave([2], 0.3));

    internal Parameter[] All => [A, B, C];

    internal IEnumerable<double> Digests => All.Select(Digest.Of);

    /// <summary>
    /// Steps with Σ cos A + Σ (A W + B)² + 0.1 Σ B⁴. Now and then: the last two terms take part in even steps only, and from the fourth
    /// step on Σ C² of the third parameter is added.
    /// </summary>
    internal void Step(torch.optim.Optimizer optimizer, int count, bool sometimes = false, int first = 0)
    {
        for (var i = first; i < first + count; i++)
        {
            using var scope = NewDisposeScope();
            foreach (var parameter in All)
            {
                parameter.grad = null;
            }

            Loss(!sometimes || i % 2 == 0, sometimes && i >= 3).backward();
            optimizer.step();
        }
    }

    internal Tensor Loss(bool second = true, bool third = false)
    {
        var loss = A.cos().sum();
        if (second)
        {
            loss = loss + (A.matmul(Digest.Wave([2, 4], 0.4)) + B).pow(2).sum() + (0.1 * B.pow(4).sum());
        }

        return third ? loss + C.pow(2).sum() : loss;
    }

    public void Dispose() => Array.ForEach(All, parameter => parameter.Dispose());

    private static Parameter Own(Tensor values)
    {
        var parameter = new Parameter(values);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
