using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Mean pooling to a given length.</summary>
public sealed class AdaptiveAvgPool1d : nn.Module<Tensor, Tensor>
{
    private readonly long _outputSize;

    internal AdaptiveAvgPool1d(long outputSize)
        : base(nameof(AdaptiveAvgPool1d))
    {
        _outputSize = outputSize;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool1d(input, _outputSize);
}
