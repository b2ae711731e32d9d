using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Binary cross entropy of logits.</summary>
public sealed class BCEWithLogitsLoss : nn.Loss<Tensor, Tensor, Tensor>
{
    internal BCEWithLogitsLoss(Tensor? weight, Tensor? pos_weights, nn.Reduction reduction)
        : base(nameof(BCEWithLogitsLoss), reduction)
    {
        if (weight is not null)
        {
            register_buffer("weight", weight);
        }

        if (pos_weights is not null)
        {
            register_buffer("pos_weights", pos_weights);
        }
    }

    /// <summary>The buffer "weight", or null.</summary>
    public Tensor? weight => OwnBuffer("weight");

    /// <summary>The buffer "pos_weights", or null.</summary>
    public Tensor? pos_weights => OwnBuffer("pos_weights");

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target)
        => nn.functional.binary_cross_entropy_with_logits(input, target, weight, reduction, pos_weights);
}
