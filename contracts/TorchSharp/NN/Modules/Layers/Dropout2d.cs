using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Zeroes channels of (N, C, H, W) at random in training.</summary>
public sealed class Dropout2d : nn.Module<Tensor, Tensor>
{
    private readonly double _p;
    private readonly bool _inplace;

    internal Dropout2d(double p, bool inplace)
        : base(nameof(Dropout2d))
    {
        _p = p;
        _inplace = inplace;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.dropout2d(input, _p, training, _inplace);
}
