using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>(N, C r², H, W) to (N, C, H r, W r).</summary>
public sealed class PixelShuffle : nn.Module<Tensor, Tensor>
{
    private readonly long _factor;

    internal PixelShuffle(long factor)
        : base(nameof(PixelShuffle))
    {
        _factor = factor;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.pixel_shuffle(input, _factor);
}
