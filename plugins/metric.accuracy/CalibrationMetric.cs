using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.AccuracyMetric;

/// <summary>Options of the calibration metric.</summary>
public sealed class CalibrationOptions
{
    /// <summary>Bins of equal width between confidences 0 and 1.</summary>
    [Range(1, 10_000)]
    public int Bins { get; set; } = 15;
}

/// <summary>
/// Expected calibration error in per cent: the mean over bins of |accuracy - confidence|, weighted by the bins' samples (Guo et al., "On
/// Calibration of Modern Neural Networks", ICML 2017, equation 5). The confidence is the largest softmax probability among the classes that
/// compete, and bin m of M holds the confidences in ((m-1)/M, m/M].
/// </summary>
/// <param name="options">The options.</param>
[Component("calibration")]
[Needs<ILogitPrediction>("the confidence is the softmax of class scores")]
public sealed class CalibrationMetric(CalibrationOptions options) : ISetMetric, IUndefinedFigures
{
    private readonly double[] _confidence = new double[options.Bins];
    private readonly int[] _right = new int[options.Bins];
    private readonly int[] _count = new int[options.Bins];

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures { get; } = [new() { Name = "ECE", Unit = "%", HigherIsBetter = false }];

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_confidence);
        Array.Clear(_right);
        Array.Clear(_count);
    }

    /// <inheritdoc/>
    public void Update(Prediction prediction)
    {
        foreach (var row in LabelledScores.Of(prediction))
        {
            var best = row.Predicted;
            var sum = 0.0;
            foreach (var score in row.Scores) sum += Math.Exp(score - (double)row.Scores[best]);
            var confidence = 1 / sum;
            var bin = Math.Clamp((int)Math.Ceiling(confidence * options.Bins) - 1, 0, options.Bins - 1);
            _confidence[bin] += confidence;
            _right[bin] += best == row.Label ? 1 : 0;
            _count[bin]++;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<double?> Compute()
    {
        var all = _count.Sum();
        if (all == 0) return [null];
        var error = 0.0;
        for (var bin = 0; bin < options.Bins; bin++) error += Math.Abs(_right[bin] - _confidence[bin]);
        return [100 * error / all];
    }

    /// <inheritdoc/>
    public string WhyUndefined(Figure figure) => LabelledScores.None;
}

/// <summary>The scores of a row with a label, as its metrics read them.</summary>
/// <param name="Label">The label.</param>
/// <param name="Predicted">The class with the highest score, the smallest of several.</param>
/// <param name="Scores">The scores of all classes.</param>
internal sealed record LabelledScores(int Label, int Predicted, float[] Scores)
{
    /// <summary>Why a figure over such rows has no value.</summary>
    public const string None = "no sample has a label and finite scores";

    /// <summary>The rows of a prediction that count and can be measured: one label, scores that are numbers.</summary>
    /// <param name="prediction">The prediction.</param>
    public static IEnumerable<LabelledScores> Of(Prediction prediction)
    {
        float[] all;
        int classes;
        using (NewDisposeScope())
        {
            var logits = prediction[PredictionKeys.Logits];
            classes = (int)logits.shape[1];
            all = logits.to(ScalarType.Float32).contiguous().data<float>().ToArray();
        }

        for (var row = 0; row < prediction.Draws.Count; row++)
        {
            var source = prediction.Draws[row].Sources[0];
            var scores = all[(row * classes)..((row + 1) * classes)];
            var best = Array.IndexOf(scores, scores.Max());
            if (!source.Counted || source.Sample.Label < 0 || Array.Exists(scores, float.IsNaN) || !float.IsFinite(scores[best])) continue;
            yield return new(source.Sample.Label, best, scores);
        }
    }
}
