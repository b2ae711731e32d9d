using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>relu6(x + 3) / 6.</summary>
public sealed class Hardsigmoid : nn.Module<Tensor, Tensor>
{
    private readonly bool _inplace;

    internal Hardsigmoid(bool inplace)
        : base(nameof(Hardsigmoid))
    {
        _inplace = inplace;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.hardsigmoid(input, _inplace);
}
