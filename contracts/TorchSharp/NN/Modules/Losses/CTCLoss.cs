using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Connectionist temporal classification.</summary>
public sealed class CTCLoss : nn.Loss<Tensor, Tensor, Tensor, Tensor, Tensor>
{
    private readonly long _blank;
    private readonly bool _zeroInfinity;

    internal CTCLoss(long blank, bool zeroInfinity, nn.Reduction reduction)
        : base(nameof(CTCLoss), reduction)
    {
        _blank = blank;
        _zeroInfinity = zeroInfinity;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths)
        => nn.functional.ctc_loss(log_probs, targets, input_lengths, target_lengths, _blank, _zeroInfinity, reduction);
}
