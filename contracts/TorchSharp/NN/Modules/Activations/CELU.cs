using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>max(0, x) + min(0, alpha · (exp(x / alpha) - 1)).</summary>
public sealed class CELU : nn.Module<Tensor, Tensor>
{
    private readonly double _alpha;
    private readonly bool _inplace;

    internal CELU(double alpha, bool inplace)
        : base(nameof(CELU))
    {
        _alpha = alpha;
        _inplace = inplace;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.celu(input, _alpha, _inplace);
}
