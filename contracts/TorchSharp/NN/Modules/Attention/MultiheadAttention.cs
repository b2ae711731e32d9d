using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Attention of several heads ("Attention Is All You Need", section 3.2.2): query (L, N, E), key (S, N, kdim), value (S, N, vdim), or
/// all three without the batch dimension N. A mask that is true, or -∞, forbids attention.
/// </summary>
public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
{
    private readonly long _dimension;
    private readonly long _heads;
    private readonly double _dropout;
    private readonly bool _zeroAttention;

    internal MultiheadAttention(
        long dimension, long heads, double dropout, bool bias, bool biasKeyValue, bool zeroAttention, long? keyDimension,
        long? valueDimension)
        : base(nameof(MultiheadAttention))
    {
        if (heads <= 0 || dimension % heads != 0)
        {
            throw new ArgumentException($"The dimension {dimension} must be divisible by the {heads} heads.", nameof(heads));
        }

        (_dimension, _heads, _dropout, _zeroAttention) = (dimension, heads, dropout, zeroAttention);
        if ((keyDimension ?? dimension) == dimension && (valueDimension ?? dimension) == dimension)
        {
            register_parameter("in_proj_weight", Fresh([3 * dimension, dimension], null, null));
        }
        else
        {
            register_parameter("q_proj_weight", Fresh([dimension, dimension], null, null));
            register_parameter("k_proj_weight", Fresh([dimension, keyDimension ?? dimension], null, null));
            register_parameter("v_proj_weight", Fresh([dimension, valueDimension ?? dimension], null, null));
        }

        register_parameter("in_proj_bias", bias ? Fresh([3 * dimension], null, null) : null);
        register_parameter("bias_k", biasKeyValue ? Fresh([1, 1, dimension], null, null) : null);
        register_parameter("bias_v", biasKeyValue ? Fresh([1, 1, dimension], null, null) : null);
        register_module("out_proj", new Linear(dimension, dimension, bias, null, null));
        Reset();
    }

    /// <summary>The projection of the joined heads.</summary>
    public Linear out_proj => (Linear)named_children().Single().module;

    /// <summary>The packed projections of query, key and value (3E, E), or null when their sizes differ.</summary>
    public Parameter? in_proj_weight => OwnParameter(nameof(in_proj_weight));

    /// <summary>The packed biases of the projections (3E), or null.</summary>
    public Parameter? in_proj_bias => OwnParameter(nameof(in_proj_bias));

    /// <summary>Attends; see <see cref="forward"/>.</summary>
    public override Tuple<Tensor, Tensor> call(
        Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null)
        => base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

    /// <summary>Attends.</summary>
    /// <param name="query">(L, N, E).</param>
    /// <param name="key">(S, N, kdim).</param>
    /// <param name="value">(S, N, vdim).</param>
    /// <param name="key_padding_mask">(N, S): keys to leave out.</param>
    /// <param name="need_weights">Whether to return the weights; without them a faster kernel may run.</param>
    /// <param name="attn_mask">(L, S) or (N · heads, L, S): pairs to leave out, or numbers to add.</param>
    /// <returns>The result (L, N, E) and the weights (N, L, S), mean over heads, or null.</returns>
    public override Tuple<Tensor, Tensor> forward(
        Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
    {
        using var scope = NewDisposeScope();
        var batched = query.ndim == 3;
        if (!batched)
        {
            var (plainQuery, plainKey) = (query, key);
            query = query.unsqueeze(1);
            key = ReferenceEquals(plainKey, plainQuery) ? query : key.unsqueeze(1);
            value = ReferenceEquals(value, plainKey) ? key : value.unsqueeze(1);
            key_padding_mask = key_padding_mask?.unsqueeze(0);
        }

        var (q, k, v) = Project(query, key, value);
        var mask = new AttentionMask(attn_mask, key_padding_mask);
        (k, v) = Extend(k, v, mask);
        var (length, batch) = (q.shape[0], q.shape[1]);
        var (heads, merged) = Attend(
            Split(q), Split(k), Split(v), mask.Merge(batch, _heads, k.shape[0], q.dtype), need_weights);

        var joined = heads.transpose(0, 1).contiguous().view(length, batch, _dimension);
        var output = out_proj.call(joined);
        var weights = merged?.view(batch, _heads, length, -1).mean([1L]);
        if (!batched)
        {
            output = output.squeeze(1);
            weights = weights?.squeeze(0);
        }

        return Tuple.Create(output.MoveToOuterDisposeScope(), weights?.MoveToOuterDisposeScope()!);
    }

    private (Tensor Heads, Tensor? Weights) Attend(Tensor q, Tensor k, Tensor v, Tensor? mask, bool needWeights)
    {
        var dropout = training ? _dropout : 0.0;
        if (!needWeights)
        {
            return (nn.functional.scaled_dot_product_attention(q, k, v, mask, dropout), null);
        }

        var scores = (q * Math.Sqrt(1.0 / q.shape[^1])).bmm(k.transpose(1, 2));
        var weights = nn.functional.softmax(mask is null ? scores : scores + mask, -1);
        weights = dropout > 0.0 ? nn.functional.dropout(weights, dropout) : weights;
        return (weights.bmm(v), weights);
    }

    private (Tensor Q, Tensor K, Tensor V) Project(Tensor query, Tensor key, Tensor value)
    {
        var biases = in_proj_bias?.chunk(3);
        if (in_proj_weight is not { } packed)
        {
            return (Through("q_proj_weight", query, 0), Through("k_proj_weight", key, 1), Through("v_proj_weight", value, 2));
        }

        if (ReferenceEquals(query, key) && ReferenceEquals(key, value))
        {
            var all = nn.functional.linear(query, packed, in_proj_bias).chunk(3, -1);
            return (all[0], all[1], all[2]);
        }

        var weights = packed.chunk(3);
        return (
            nn.functional.linear(query, weights[0], biases?[0]),
            nn.functional.linear(key, weights[1], biases?[1]),
            nn.functional.linear(value, weights[2], biases?[2]));

        Tensor Through(string name, Tensor input, int part) => nn.functional.linear(input, OwnParameter(name)!, biases?[part]);
    }

    private (Tensor K, Tensor V) Extend(Tensor k, Tensor v, AttentionMask mask)
    {
        if (OwnParameter("bias_k") is { } extraKey && OwnParameter("bias_v") is { } extraValue)
        {
            k = cat([k, extraKey.repeat(1, k.shape[1], 1)]);
            v = cat([v, extraValue.repeat(1, v.shape[1], 1)]);
            mask.AddKey();
        }

        if (_zeroAttention)
        {
            var nothing = zeros([1, k.shape[1], _dimension], dtype: k.dtype, device: k.device);
            k = cat([k, nothing]);
            v = cat([v, nothing]);
            mask.AddKey();
        }

        return (k, v);
    }

    /// <summary>(L, N, E) to (N · heads, L, E / heads).</summary>
    private Tensor Split(Tensor x) => x.contiguous().view(x.shape[0], x.shape[1] * _heads, _dimension / _heads).transpose(0, 1);

    private void Reset()
    {
        foreach (var (_, parameter) in named_parameters(recurse: false)
                     .Where(entry => entry.name.EndsWith("weight", StringComparison.Ordinal)))
        {
            nn.init.xavier_uniform_(parameter);
        }

        if (in_proj_bias is { } bias)
        {
            nn.init.zeros_(bias);
            nn.init.zeros_(out_proj.bias!);
        }

        foreach (var (_, parameter) in named_parameters(recurse: false).Where(entry => entry.name is "bias_k" or "bias_v"))
        {
            nn.init.xavier_normal_(parameter);
        }
    }
}
