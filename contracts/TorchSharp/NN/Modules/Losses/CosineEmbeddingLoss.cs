using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>1 - cos for target 1, max(0, cos - margin) for -1.</summary>
public sealed class CosineEmbeddingLoss : nn.Loss<Tensor, Tensor, Tensor, Tensor>
{
    private readonly double _margin;

    internal CosineEmbeddingLoss(double margin, nn.Reduction reduction)
        : base(nameof(CosineEmbeddingLoss), reduction)
    {
        _margin = margin;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input1, Tensor input2, Tensor target)
        => nn.functional.cosine_embedding_loss(input1, input2, target, _margin, reduction);
}
