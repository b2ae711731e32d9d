using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Self-attention and a two-layer network, each with dropout, residual and a layer norm after it; input (L, N, E).</summary>
public sealed class TransformerEncoderLayer : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor>
{
    private readonly MultiheadAttention self_attn;
    private readonly Linear linear1;
    private readonly Dropout dropout;
    private readonly Linear linear2;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly Dropout dropout1;
    private readonly Dropout dropout2;
    private readonly Func<TransformerEncoderLayer> _another;
    private readonly nn.Activations _activation;

    internal TransformerEncoderLayer(long dimension, long heads, long hidden, double dropoutRate, nn.Activations activation)
        : base(nameof(TransformerEncoderLayer))
    {
        self_attn = new(dimension, heads, dropoutRate, true, false, false, null, null);
        linear1 = new(dimension, hidden, true, null, null);
        dropout = new(dropoutRate, false);
        linear2 = new(hidden, dimension, true, null, null);
        norm1 = new([dimension], 1e-5, true, true, null, null);
        norm2 = new([dimension], 1e-5, true, true, null, null);
        dropout1 = new(dropoutRate, false);
        dropout2 = new(dropoutRate, false);
        _activation = activation;
        _another = () => new(dimension, heads, hidden, dropoutRate, activation);
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
        var attended = self_attn.call(src, src, src, src_key_padding_mask, need_weights: false, src_mask).Item1;
        var x = norm1.call(src + dropout1.call(attended));
        var hidden = linear1.call(x);
        hidden = _activation == nn.Activations.GELU ? nn.functional.gelu(hidden) : nn.functional.relu(hidden);
        return norm2.call(x + dropout2.call(linear2.call(dropout.call(hidden)))).MoveToOuterDisposeScope();
    }

    /// <summary>A layer of the same make and values, with parameters of its own.</summary>
    internal TransformerEncoderLayer Copy()
    {
        var copy = _another();
        copy.load_state_dict(state_dict());
        return copy;
    }
}
