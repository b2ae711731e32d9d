using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Negative log likelihood of log-probabilities at class indices.</summary>
public sealed class NLLLoss : nn.Loss<Tensor, Tensor, Tensor>
{
    internal NLLLoss(Tensor? weight, nn.Reduction reduction)
        : base(nameof(NLLLoss), reduction)
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
        => nn.functional.nll_loss(input, target, weight, reduction);
}
