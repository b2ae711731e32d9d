using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Binary cross entropy of probabilities.</summary>
public sealed class BCELoss : nn.Loss<Tensor, Tensor, Tensor>
{
    internal BCELoss(Tensor? weight, nn.Reduction reduction)
        : base(nameof(BCELoss), reduction)
    {
        if (weight is not null)
        {
            register_buffer("weight", weight);
        }
    }

    /// <summary>The buffer "weight", or null.</summary>
    public Tensor? weight => OwnBuffer("weight");

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target)
        => nn.functional.binary_cross_entropy(input, target, weight, reduction);
}
