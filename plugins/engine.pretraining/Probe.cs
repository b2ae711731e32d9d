using PluginHost.Networks;

namespace PluginHost.Plugins.Pretraining;

/// <summary>A classifier over frozen features, without a training loop: fitted once, then asked. All arithmetic is float64.</summary>
public sealed class Probe : IDisposable
{
    private readonly ProbeOptions _options;
    private readonly ClosedFormHead? _head;
    private readonly Tensor _mean;
    private readonly Tensor _deviation;
    private readonly Tensor _features;
    private readonly Tensor _labels;

    /// <summary>Fits.</summary>
    /// <param name="options">What and how.</param>
    /// <param name="features">Rows (n, D), on the CPU.</param>
    /// <param name="labels">Their classes, int64 (n).</param>
    public Probe(ProbeOptions options, Tensor features, Tensor labels)
    {
        _options = options;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var x = features.to(ScalarType.Float64);
        _mean = x.mean([0L], keepdim: true).DetachFromDisposeScope();
        _deviation = (x - _mean).square().mean([0L], keepdim: true).sqrt().clamp(min: 1e-8).DetachFromDisposeScope();
        _features = nn.functional.normalize(x, 2, 1).DetachFromDisposeScope();
        _labels = labels.clone().DetachFromDisposeScope();
        if (options.Kind == ProbeKind.NearestNeighbours) return;
        _head = options.Kind == ProbeKind.Ridge
            ? new RidgeHead((int)x.shape[1] + 1, options.Ridge)
            : new NearestMeanHead((int)x.shape[1], MeanDistance.Cosine, normalise: true);
        _head.Add(Prepared(x), labels);
    }

    /// <summary>Predicts.</summary>
    /// <param name="features">Rows (m, D), on the CPU.</param>
    /// <returns>The class of each row.</returns>
    public long[] Predict(Tensor features)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var x = features.to(ScalarType.Float64);
        return (_head is null ? Vote(x) : _head.Predict(Prepared(x))).data<long>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _head?.Dispose();
        foreach (var tensor in (Tensor[])[_mean, _deviation, _features, _labels]) tensor.Dispose();
    }

    // The ridge sees standardised features and a constant, whose weight is the intercept.
    private Tensor Prepared(Tensor x)
    {
        if (_options.Kind != ProbeKind.Ridge) return x;
        return cat([(x - _mean) / _deviation, ones(x.shape[0], 1, dtype: ScalarType.Float64)], 1);
    }

    private Tensor Vote(Tensor x)
    {
        var count = (int)Math.Min(_options.Neighbours, _features.shape[0]);
        var (cosines, places) = nn.functional.normalize(x, 2, 1).matmul(_features.t()).topk(count, 1);
        var votes = zeros(x.shape[0], _labels.max().ToInt64() + 1, dtype: ScalarType.Float64);
        votes.scatter_add_(1, _labels.index_select(0, places.flatten()).reshape(places.shape), (cosines / 0.07).exp());
        return votes.argmax(1);
    }
}
