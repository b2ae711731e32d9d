using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A table of learnt vectors, read by integer index.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly double? _maxNorm;
    private readonly double _normType;
    private readonly bool _scaleByFrequency;
    private readonly bool _sparse;

    internal Embedding(Parameter weight, long? paddingIndex, double? maxNorm, double normType, bool scaleByFrequency, bool sparse)
        : base(nameof(Embedding))
    {
        this.weight = weight;
        var count = weight.shape[0];
        if (paddingIndex is { } index && (index >= count || index < -count))
        {
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), index, $"The padding index must lie within the {count} vectors.");
        }

        padding_idx = paddingIndex < 0 ? count + paddingIndex : paddingIndex;
        _maxNorm = maxNorm;
        _normType = normType;
        _scaleByFrequency = scaleByFrequency;
        _sparse = sparse;
    }

    /// <summary>(number of vectors, dimensions).</summary>
    public Parameter weight
    {
        get => OwnParameter(nameof(weight))!;
        set => SetParameter(nameof(weight), value);
    }

    /// <summary>The vector that starts at zero and gets no gradient, or null.</summary>
    public long? padding_idx { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
        => nn.functional.embedding(input, weight, padding_idx, _maxNorm, _normType, _scaleByFrequency, _sparse);

    internal static Embedding Random(
        long count, long dimensions, long? paddingIndex, double? maxNorm, double normType, bool scaleByFrequency, bool sparse,
        Device? device, ScalarType? dtype)
    {
        var weight = Fresh([count, dimensions], device, dtype);
        nn.init.normal_(weight);
        var module = new Embedding(weight, paddingIndex, maxNorm, normType, scaleByFrequency, sparse);
        if (module.padding_idx is { } index)
        {
            using var guard = no_grad();
            using var row = weight.select(0, index);
            nn.init.zeros_(row);
        }

        return module;
    }
}
