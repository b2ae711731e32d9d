using PluginHost.Contracts;

namespace PluginHost.Contracts.Learning;

/// <summary>Measures predictions, row by row. Safe to use from several threads.</summary>
[ComponentKind("metric", Many = true)]
public interface ISampleMetric
{
    /// <summary>The figures it gives, in order.</summary>
    IReadOnlyList<Figure> Figures { get; }

    /// <summary>Measures.</summary>
    /// <param name="prediction">The predictions.</param>
    /// <returns>For each row one value per figure; a row that cannot be measured (silent reference or estimate) is <see langword="null"/> and counted as skipped.</returns>
    IReadOnlyList<double[]?> Measure(Prediction prediction);
}
