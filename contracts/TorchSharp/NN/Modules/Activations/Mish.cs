using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x · tanh(softplus(x)).</summary>
public sealed class Mish : nn.Module<Tensor, Tensor>
{
    private readonly bool _inplace;

    internal Mish(bool inplace)
        : base(nameof(Mish))
    {
        _inplace = inplace;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.mish(input, _inplace);
}
