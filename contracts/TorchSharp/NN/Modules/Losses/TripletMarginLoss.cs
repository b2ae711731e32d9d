using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>max(0, d(anchor, positive) - d(anchor, negative) + margin).</summary>
public sealed class TripletMarginLoss : nn.Loss<Tensor, Tensor, Tensor, Tensor>
{
    private readonly double _margin;
    private readonly long _p;
    private readonly double _eps;
    private readonly bool _swap;

    internal TripletMarginLoss(double margin, long p, double eps, bool swap, nn.Reduction reduction)
        : base(nameof(TripletMarginLoss), reduction)
    {
        _margin = margin;
        _p = p;
        _eps = eps;
        _swap = swap;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor anchor, Tensor positive, Tensor negative)
        => nn.functional.triplet_margin_loss(anchor, positive, negative, _margin, _p, _eps, _swap, reduction);
}
