namespace PluginHost.Plugins.AccuracyMetric;

/// <summary>The scores of one class against the rest, ordered, with ties together.</summary>
public static class OneAgainstRest
{
    /// <summary>
    /// The area under the receiver operating characteristic: the share of pairs of a positive and a negative in which the positive has the
    /// higher score, ties counted half (J. Hanley and B. McNeil, Radiology 143, 1982), by the ranks of positives.
    /// </summary>
    /// <param name="scores">One score a sample; higher means more likely positive.</param>
    /// <param name="positive">Which samples are positive.</param>
    /// <returns>0 to 1; <see langword="null"/> without a positive or without a negative.</returns>
    public static double? Area(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
    {
        var (area, below) = (0.0, 0L);
        var (positives, negatives) = (positive.LongCount(each => each), positive.LongCount(each => !each));
        if (positives == 0 || negatives == 0) return null;
        foreach (var (ups, downs) in Steps(scores, positive).Reverse())
        {
            area += ups * (below + (downs / 2.0));
            below += downs;
        }

        return area / positives / negatives;
    }

    /// <summary>
    /// The equal error rate: where the share of negatives above the threshold equals the share of positives below it, on the straight line
    /// between the two points of the receiver operating characteristic around it.
    /// </summary>
    /// <param name="scores">One score a sample; higher means more likely positive.</param>
    /// <param name="positive">Which samples are positive.</param>
    /// <returns>0 to 1; <see langword="null"/> without a positive or without a negative.</returns>
    public static double? EqualErrorRate(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
    {
        var (positives, negatives) = (positive.LongCount(each => each), positive.LongCount(each => !each));
        if (positives == 0 || negatives == 0) return null;
        var (alarms, misses) = (0.0, 1.0);
        var (up, down) = (0L, 0L);
        foreach (var (ups, downs) in Steps(scores, positive))
        {
            (up, down) = (up + ups, down + downs);
            var (nextAlarms, nextMisses) = (down / (double)negatives, 1 - (up / (double)positives));
            if (nextAlarms >= nextMisses)
            {
                var part = (misses - alarms) / (misses - alarms + nextAlarms - nextMisses);
                return alarms + (part * (nextAlarms - alarms));
            }

            (alarms, misses) = (nextAlarms, nextMisses);
        }

        return null;
    }

    // From the highest score down: how many positives and negatives have each score.
    private static IEnumerable<(long Ups, long Downs)> Steps(IReadOnlyList<double> scores, IReadOnlyList<bool> positive) =>
        Enumerable.Range(0, scores.Count).GroupBy(row => scores[row]).OrderByDescending(group => group.Key)
            .Select(group => (group.LongCount(row => positive[row]), group.LongCount(row => !positive[row])));
}

/// <summary>Collects class scores and labels of a test, and averages a figure over the classes that are tested, each against the rest.</summary>
/// <param name="figure">The figure.</param>
/// <param name="compute">Its value of one class, 0 to 1.</param>
public abstract class OneAgainstRestMetric(Figure figure, Func<IReadOnlyList<double>, IReadOnlyList<bool>, double?> compute) : ISetMetric, IUndefinedFigures
{
    private readonly List<double[]> _scores = [];
    private readonly List<IReadOnlyList<int>> _labels = [];
    private string? _why;

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures { get; } = [figure];

    /// <inheritdoc/>
    public void Reset()
    {
        _scores.Clear();
        _labels.Clear();
    }

    /// <inheritdoc/>
    /// <remarks>A row without a label, or with scores that are no numbers, is left out.</remarks>
    public void Update(Prediction prediction)
    {
        using var scope = NewDisposeScope();
        var logits = prediction[PredictionKeys.Logits].to(ScalarType.Float64).contiguous();
        var classes = (int)logits.shape[1];
        var values = logits.data<double>().ToArray();
        for (var row = 0; row < prediction.Draws.Count; row++)
        {
            var labels = prediction.Draws[row].Sources[0].Sample.Labels;
            var scores = values[(row * classes)..((row + 1) * classes)];
            if (labels.Count == 0 || labels.Any(label => label >= classes) || scores.Any(double.IsNaN)) continue;
            _scores.Add(scores);
            _labels.Add(labels);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<double?> Compute()
    {
        _why = null;
        var tested = _labels.SelectMany(labels => labels).Distinct().Order().ToArray();
        if (tested.Length == 0) return None("no sample of the test has a label and scores");
        if (tested.Length == 1) return None($"all samples of the test are of class {tested[0]}, and there is nothing to tell it from");
        var values = tested.Select(label => compute(
            [.. _scores.Select(scores => Score(scores, label))], [.. _labels.Select(labels => labels.Contains(label))])).ToArray();
        return values.Any(value => value is null)
            ? None("every sample of the test has one of its classes")
            : [100 * values.Average()];
    }

    /// <inheritdoc/>
    public string? WhyUndefined(Figure figure) => _why;

    // The logarithm of the odds of a class: of two, the difference of their scores. Monotone in its probability, and exact far out.
    private static double Score(double[] scores, int label)
    {
        if (double.IsNegativeInfinity(scores[label])) return double.NegativeInfinity;
        var rest = scores.Where((_, other) => other != label).DefaultIfEmpty(double.NegativeInfinity).Max();
        if (double.IsNegativeInfinity(rest)) return double.PositiveInfinity;
        return scores[label] - rest - Math.Log(scores.Where((_, other) => other != label).Sum(score => Math.Exp(score - rest)));
    }

    private double?[] None(string why)
    {
        _why = why;
        return [null];
    }
}

/// <summary>
/// Area under the receiver operating characteristic, in per cent; ties count half. With more than two classes the mean over the classes tested,
/// each against the rest. Not defined where one class alone is tested.
/// </summary>
[Component("auc")]
[Needs<ILogitPrediction>("the area needs class scores")]
public sealed class AucMetric() : OneAgainstRestMetric(new() { Name = "AUC", Unit = "%" }, OneAgainstRest.Area);

/// <summary>
/// Equal error rate, in per cent: false alarms and misses at the threshold where they are equal. With more than two classes the mean over the
/// classes tested, each against the rest. Not defined where one class alone is tested.
/// </summary>
[Component("eer")]
[Needs<ILogitPrediction>("the rate needs class scores")]
public sealed class EerMetric() : OneAgainstRestMetric(new() { Name = "EER", Unit = "%", HigherIsBetter = false }, OneAgainstRest.EqualErrorRate);
