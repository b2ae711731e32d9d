using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x clamped to an interval.</summary>
public sealed class Hardtanh : nn.Module<Tensor, Tensor>
{
    private readonly double _minVal;
    private readonly double _maxVal;
    private readonly bool _inplace;

    internal Hardtanh(double minVal, double maxVal, bool inplace)
        : base(nameof(Hardtanh))
    {
        _minVal = minVal;
        _maxVal = maxVal;
        _inplace = inplace;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.hardtanh(input, _minVal, _maxVal, _inplace);
}
