using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Kullback-Leibler divergence.</summary>
public sealed class KLDivLoss : nn.Loss<Tensor, Tensor, Tensor>
{
    private readonly bool _logTarget;

    internal KLDivLoss(bool logTarget, nn.Reduction reduction)
        : base(nameof(KLDivLoss), reduction)
    {
        _logTarget = logTarget;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target)
        => nn.functional.kl_div(input, target, _logTarget, reduction);
}
