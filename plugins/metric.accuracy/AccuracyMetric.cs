using System.Globalization;

namespace PluginHost.Plugins.AccuracyMetric;

/// <summary>Options of the accuracy metric.</summary>
public sealed class AccuracyOptions
{
    /// <summary>Further numbers k: a sample also counts where its class is among the k highest scores.</summary>
    public int[] Top { get; set; } = [];
}

/// <summary>Share of samples, in per cent, whose class has the highest score. A tie with a smaller label loses.</summary>
/// <param name="options">The options.</param>
[Component("accuracy")]
[Needs<ILogitPrediction>("accuracy compares class scores")]
public sealed class AccuracyMetric(AccuracyOptions options) : IRowMetric
{
    private readonly int[] _ranks = [1, .. options.Top.Where(k => k > 1).Distinct().Order()];

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures =>
    [
        .. _ranks.Select(k => new Figure { Name = k == 1 ? "accuracy" : string.Create(CultureInfo.InvariantCulture, $"accuracy@{k}"), Unit = "%" }),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<double[]?> Measure(Prediction prediction)
    {
        using var scope = NewDisposeScope();
        var logits = prediction[PredictionKeys.Logits];
        var classes = (int)logits.shape[1];
        var scores = logits.to(ScalarType.Float32).contiguous().data<float>().ToArray();
        return [.. Enumerable.Range(0, prediction.Draws.Count).Select(row =>
            Score(scores.AsSpan(row * classes, classes), prediction.Draws[row].Sources[0].Sample.Labels))];
    }

    // A row without a label, or with scores that are no numbers, cannot be measured.
    private double[]? Score(ReadOnlySpan<float> scores, IReadOnlyList<int> labels)
    {
        if (labels.Count == 0) return null;
        foreach (var score in scores)
            if (float.IsNaN(score)) return null;
        var best = int.MaxValue;
        foreach (var label in labels)
        {
            if (label >= scores.Length) return null;
            var ahead = 0;
            for (var k = 0; k < scores.Length; k++)
                if (scores[k] > scores[label] || (scores[k] == scores[label] && k < label)) ahead++;
            best = Math.Min(best, ahead);
        }

        return [.. _ranks.Select(k => best < k ? 100.0 : 0.0)];
    }
}
