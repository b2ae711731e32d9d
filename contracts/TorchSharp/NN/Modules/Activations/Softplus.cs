using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>log(1 + exp(beta · x)) / beta.</summary>
public sealed class Softplus : nn.Module<Tensor, Tensor>
{
    private readonly double _beta;
    private readonly double _threshold;

    internal Softplus(double beta, double threshold)
        : base(nameof(Softplus))
    {
        _beta = beta;
        _threshold = threshold;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.softplus(input, _beta, _threshold);
}
