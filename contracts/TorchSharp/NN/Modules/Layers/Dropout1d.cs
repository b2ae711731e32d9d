using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Zeroes channels of (N, C, L) at random in training.</summary>
public sealed class Dropout1d : nn.Module<Tensor, Tensor>
{
    private readonly double _p;
    private readonly bool _inplace;

    internal Dropout1d(double p, bool inplace)
        : base(nameof(Dropout1d))
    {
        _p = p;
        _inplace = inplace;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.dropout1d(input, _p, training, _inplace);
}
