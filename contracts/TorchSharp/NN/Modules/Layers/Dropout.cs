using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Zeroes elements at random in training.</summary>
public sealed class Dropout : nn.Module<Tensor, Tensor>
{
    private readonly double _p;
    private readonly bool _inplace;

    internal Dropout(double p, bool inplace)
        : base(nameof(Dropout))
    {
        _p = p;
        _inplace = inplace;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.dropout(input, _p, training, _inplace);
}
