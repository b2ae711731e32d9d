using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Squared below beta, absolute above.</summary>
public sealed class SmoothL1Loss : nn.Loss<Tensor, Tensor, Tensor>
{
    private readonly double _beta;

    internal SmoothL1Loss(double beta, nn.Reduction reduction)
        : base(nameof(SmoothL1Loss), reduction)
    {
        _beta = beta;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target)
        => nn.functional.smooth_l1_loss(input, target, reduction, _beta);
}
