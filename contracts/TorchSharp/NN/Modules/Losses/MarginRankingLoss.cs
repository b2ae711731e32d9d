using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>max(0, -y (x1 - x2) + margin).</summary>
public sealed class MarginRankingLoss : nn.Loss<Tensor, Tensor, Tensor, Tensor>
{
    private readonly double _margin;

    internal MarginRankingLoss(double margin, nn.Reduction reduction)
        : base(nameof(MarginRankingLoss), reduction)
    {
        _margin = margin;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input1, Tensor input2, Tensor target)
        => nn.functional.margin_ranking_loss(input1, input2, target, _margin, reduction);
}
