using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>log(1 + exp(-y x)).</summary>
public sealed class SoftMarginLoss : nn.Loss<Tensor, Tensor, Tensor>
{
    internal SoftMarginLoss(nn.Reduction reduction)
        : base(nameof(SoftMarginLoss), reduction)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target)
        => nn.functional.soft_margin_loss(input, target, reduction);
}
