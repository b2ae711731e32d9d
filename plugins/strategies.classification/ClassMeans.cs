using PluginHost.Tensors;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// The mean of each class's normalised exemplar features, itself normalised, and the rule of the nearest one (Rebuffi et al., iCaRL, 2017,
/// Algorithm 1): y* = argmin_y ||phi(x) - mu_y||.
/// </summary>
/// <param name="rows">The means, float64 (classes, D); not a number for a class without exemplars. Owned from now on.</param>
public sealed class ClassMeans(Tensor rows) : IDisposable
{
    /// <summary>The means, float64 (classes, D).</summary>
    public Tensor Rows { get; } = rows.DetachFromDisposeScope();

    /// <summary>The bytes of the means.</summary>
    public long Bytes => TensorBytes.Of(Rows);

    /// <summary>Computes the means.</summary>
    /// <param name="features">Features of length 1 by sample id.</param>
    /// <param name="exemplars">The exemplars.</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>The means; <see langword="null"/> if there is no exemplar.</returns>
    public static ClassMeans? Of(IReadOnlyDictionary<string, double[]> features, IReadOnlyList<SampleInfo> exemplars, int classes)
    {
        if (exemplars.Count == 0) return null;
        var width = features[exemplars[0].Id].Length;
        var values = new double[classes * width];
        Array.Fill(values, double.NaN);
        foreach (var own in exemplars.Where(sample => sample.Label < classes).GroupBy(sample => sample.Label))
        {
            var mean = Vectors.Normalised(Vectors.Mean([.. own.Select(sample => features[sample.Id])]));
            mean.CopyTo(values, own.Key * width);
        }

        return new(tensor(values, [classes, width]));
    }

    /// <summary>The scores of features: minus the squared distance of the normalised feature to each mean.</summary>
    /// <param name="features">Features of any length, (N, D).</param>
    /// <returns>float32 (N, classes); minus infinity for a class without exemplars.</returns>
    public Tensor Scores(Tensor features)
    {
        using var scope = NewDisposeScope();
        var own = nn.functional.normalize(features.to_type(ScalarType.Float64), 2, 1);
        var means = Rows.to(features.device);
        var distances = (own.unsqueeze(1) - means.unsqueeze(0)).square().sum(2);
        return (-distances).nan_to_num(nan: double.NegativeInfinity).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => Rows.Dispose();
}
