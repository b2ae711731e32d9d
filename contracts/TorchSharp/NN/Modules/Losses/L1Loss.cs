using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Absolute difference.</summary>
public sealed class L1Loss : nn.Loss<Tensor, Tensor, Tensor>
{
    internal L1Loss(nn.Reduction reduction)
        : base(nameof(L1Loss), reduction)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target)
        => nn.functional.l1_loss(input, target, reduction);
}
