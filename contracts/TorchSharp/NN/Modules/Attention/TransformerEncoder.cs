using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Encoder layers in a row; each starts as a copy of the one given, which the encoder does not own.</summary>
public sealed class TransformerEncoder : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor>
{
    private readonly ModuleList<TransformerEncoderLayer> layers;

    internal TransformerEncoder(TransformerEncoderLayer layer, long count)
        : base(nameof(TransformerEncoder))
    {
        layers = new([.. Enumerable.Range(0, (int)count).Select(_ => layer.Copy())]);
        RegisterComponents();
    }

    /// <summary>Encodes without masks.</summary>
    public Tensor call(Tensor src) => call(src, null, null);

    /// <summary>Encodes with a mask of pairs (L, L).</summary>
    public Tensor call(Tensor src, Tensor? src_mask) => call(src, src_mask, null);

    /// <inheritdoc/>
    public override Tensor forward(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask)
    {
        using var scope = NewDisposeScope();
        var x = src.alias();
        foreach (var layer in layers)
        {
            x = layer.call(x, src_mask, src_key_padding_mask);
        }

        return x.MoveToOuterDisposeScope();
    }
}
