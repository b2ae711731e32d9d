using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Squared difference.</summary>
public sealed class MSELoss : nn.Loss<Tensor, Tensor, Tensor>
{
    internal MSELoss(nn.Reduction reduction)
        : base(nameof(MSELoss), reduction)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target)
        => nn.functional.mse_loss(input, target, reduction);
}
