using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Greatest value in each window.</summary>
public sealed class MaxPool1d : nn.Module<Tensor, Tensor>
{
    private readonly long _kernelSize;
    private readonly long? _stride;
    private readonly long? _padding;
    private readonly long? _dilation;
    private readonly bool _ceilMode;

    internal MaxPool1d(long kernelSize, long? stride, long? padding, long? dilation, bool ceilMode)
        : base(nameof(MaxPool1d))
    {
        _kernelSize = kernelSize;
        _stride = stride;
        _padding = padding;
        _dilation = dilation;
        _ceilMode = ceilMode;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.max_pool1d(
        input, _kernelSize, _stride, _padding, _dilation, _ceilMode);
}
