using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Dropout that keeps mean and variance, in training.</summary>
public sealed class AlphaDropout : nn.Module<Tensor, Tensor>
{
    private readonly double _p;
    private readonly bool _inplace;

    internal AlphaDropout(double p, bool inplace)
        : base(nameof(AlphaDropout))
    {
        _p = p;
        _inplace = inplace;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.alpha_dropout(input, _p, training, _inplace);
}
