using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Squared below delta, absolute above.</summary>
public sealed class HuberLoss : nn.Loss<Tensor, Tensor, Tensor>
{
    private readonly double _delta;

    internal HuberLoss(double delta, nn.Reduction reduction)
        : base(nameof(HuberLoss), reduction)
    {
        _delta = delta;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target)
        => nn.functional.huber_loss(input, target, _delta, reduction);
}
