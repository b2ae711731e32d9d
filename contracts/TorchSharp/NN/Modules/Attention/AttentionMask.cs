using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The two masks of an attention, grown with added keys and merged into one that is added to the scores.</summary>
internal sealed class AttentionMask(Tensor? pairs, Tensor? keys)
{
    private Tensor? _pairs = pairs;
    private Tensor? _keys = keys;

    /// <summary>Makes room for one more key, which everything may attend to.</summary>
    internal void AddKey()
    {
        _pairs = _pairs is null ? null : nn.functional.pad(_pairs, [0, 1]);
        _keys = _keys is null ? null : nn.functional.pad(_keys, [0, 1]);
    }

    /// <summary>Merges into (1 or N · heads, 1 or L, S) of the given type, or null where nothing is masked.</summary>
    internal Tensor? Merge(long batch, long heads, long keyCount, ScalarType dtype)
    {
        var pairs = _pairs is null ? null : Additive(_pairs, dtype);
        pairs = pairs is { ndim: 2 } ? pairs.unsqueeze(0) : pairs;
        if (_keys is null)
        {
            return pairs;
        }

        var keys = Additive(_keys, dtype).view(batch, 1, 1, keyCount).expand(-1, heads, -1, -1).reshape(batch * heads, 1, keyCount);
        return pairs is null ? keys : pairs + keys;
    }

    private static Tensor Additive(Tensor mask, ScalarType dtype)
        => mask.is_floating_point()
            ? mask
            : zeros(mask.shape, dtype: dtype, device: mask.device).masked_fill(mask.to(ScalarType.Bool), double.NegativeInfinity);
}
