using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The self-normalising exponential linear unit.</summary>
public sealed class SELU : nn.Module<Tensor, Tensor>
{
    private readonly bool _inplace;

    internal SELU(bool inplace)
        : base(nameof(SELU))
    {
        _inplace = inplace;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.selu(input, _inplace);
}
