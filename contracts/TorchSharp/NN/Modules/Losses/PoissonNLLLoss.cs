using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Negative log likelihood of a Poisson rate.</summary>
public sealed class PoissonNLLLoss : nn.Loss<Tensor, Tensor, Tensor>
{
    private readonly bool _logInput;
    private readonly bool _full;
    private readonly float _eps;

    internal PoissonNLLLoss(bool logInput, bool full, float eps, nn.Reduction reduction)
        : base(nameof(PoissonNLLLoss), reduction)
    {
        _logInput = logInput;
        _full = full;
        _eps = eps;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target)
        => nn.functional.poisson_nll_loss(input, target, _logInput, _full, _eps, reduction);
}
