using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Resizes the space of its input.</summary>
public sealed class Upsample : nn.Module<Tensor, Tensor>
{
    private readonly long[]? _size;
    private readonly double[]? _scaleFactor;
    private readonly UpsampleMode _mode;
    private readonly bool? _alignCorners;
    private readonly bool _recompute;

    internal Upsample(long[]? size, double[]? scaleFactor, UpsampleMode mode, bool? alignCorners, bool recompute)
        : base(nameof(Upsample))
    {
        _size = size;
        _scaleFactor = scaleFactor;
        _mode = mode;
        _alignCorners = alignCorners;
        _recompute = recompute;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.interpolate(
        input, _size, _scaleFactor, (InterpolationMode)_mode, _alignCorners, _recompute);
}
