using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Cross entropy of logits with class indices or class probabilities.</summary>
public sealed class CrossEntropyLoss : nn.Loss<Tensor, Tensor, Tensor>
{
    private readonly long _ignoreIndex;
    private readonly double _labelSmoothing;

    /// <summary>Weights per class, a class to ignore, and the share of probability spread evenly over all classes.</summary>
    public CrossEntropyLoss(
        Tensor? weight = null, long? ignore_index = null, nn.Reduction reduction = nn.Reduction.Mean, double label_smoothing = 0.0)
        : base(nameof(CrossEntropyLoss), reduction)
    {
        _ignoreIndex = ignore_index ?? -100;
        _labelSmoothing = label_smoothing;
        if (weight is not null)
        {
            register_buffer("weight", weight);
        }
    }

    /// <summary>The buffer "weight", or null.</summary>
    public Tensor? weight => OwnBuffer("weight");

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target)
        => nn.functional.cross_entropy(input, target, weight, _ignoreIndex, reduction, _labelSmoothing);
}
