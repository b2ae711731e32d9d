using PluginHost.Learning.AudioVisual;

namespace PluginHost.Plugins.Localisation;

/// <summary>Recognition by the nearest neighbour: whether the most similar other sample of the test has the same class.</summary>
/// <remarks>
/// A row is described by its embeddings of sound and of pictures, each of unit length, side by side; the similarity is the cosine. A row whose source counts is
/// measured; every row of another sample is a neighbour. A figure is not defined without embeddings or without another sample.
/// </remarks>
[Component("nearest-neighbour")]
public sealed class NearestNeighbourMetric : ISetMetric
{
    private readonly List<(string Id, int Label, bool Counted, float[] Vector)> _rows = [];

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures { get; } = [new() { Name = "1-NN", Unit = "%" }];

    /// <inheritdoc/>
    public void Reset() => _rows.Clear();

    /// <inheritdoc/>
    public void Update(Prediction prediction)
    {
        if (!prediction.Keys.Contains(AudioVisualKeys.AudioEmbeddings) || !prediction.Keys.Contains(AudioVisualKeys.VideoEmbeddings)) return;
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var vectors = cat([Unit(prediction[AudioVisualKeys.AudioEmbeddings]), Unit(prediction[AudioVisualKeys.VideoEmbeddings])], 1);
        var items = prediction.Draws.Count;
        for (var row = 0; row < vectors.shape[0]; row++)
        {
            var source = prediction.Draws[row % items].Sources[row / items];
            _rows.Add((source.Sample.Id, source.Sample.Label, source.Counted, vectors[row].contiguous().data<float>().ToArray()));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<double?> Compute()
    {
        if (_rows.Count == 0) return [null];
        using var scope = NewDisposeScope();
        using var all = tensor(_rows.SelectMany(row => row.Vector).ToArray(), [_rows.Count, _rows[0].Vector.Length]);
        var similar = matmul(all, all.transpose(0, 1)).contiguous().data<float>().ToArray();
        var (right, measured) = (0, 0);
        for (var row = 0; row < _rows.Count; row++)
        {
            if (!_rows[row].Counted || Nearest(similar.AsSpan(row * _rows.Count, _rows.Count), _rows[row].Id) is not { } nearest) continue;
            measured++;
            if (_rows[nearest].Label == _rows[row].Label) right++;
        }

        return [measured == 0 ? null : 100.0 * right / measured];
    }

    private int? Nearest(ReadOnlySpan<float> similar, string id)
    {
        int? best = null;
        for (var other = 0; other < similar.Length; other++)
        {
            if (string.Equals(_rows[other].Id, id, StringComparison.Ordinal)) continue;
            if (best is not { } place || similar[other] > similar[place]) best = other;
        }

        return best;
    }

    private static Tensor Unit(Tensor vectors) => nn.functional.normalize(vectors.to_type(ScalarType.Float32), p: 2, dim: 1);
}
