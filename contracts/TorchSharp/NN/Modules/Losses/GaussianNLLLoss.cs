using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Negative log likelihood of a Gaussian.</summary>
public sealed class GaussianNLLLoss : nn.Loss<Tensor, Tensor, Tensor, Tensor>
{
    private readonly bool _full;
    private readonly float _eps;

    internal GaussianNLLLoss(bool full, float eps, nn.Reduction reduction)
        : base(nameof(GaussianNLLLoss), reduction)
    {
        _full = full;
        _eps = eps;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target, Tensor variance)
        => nn.functional.gaussian_nll_loss(input, target, variance, _full, _eps, reduction);
}
