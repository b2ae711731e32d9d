namespace PluginHost.Plugins.ContinualMetric;

/// <summary>
/// The worst of what was learned before, while something new is learned (De Lange et al., "Continual evaluation for lifelong learning:
/// identifying the stability gap", ICLR 2023). With T experiences and a(k, n) the score on experience k at a test n: min-ACC is the mean
/// over k below T-1 of the least a(k, n) among all tests after k was learned; WC-ACC is R[T-1][T-1] / T + (1 - 1/T) min-ACC. The worst dip is the
/// largest fall of an earlier experience's score within one later experience, R[t-1][k] minus the least a(k, n) while t is trained. Needs
/// tests between steps: the engine's <c>evaluation.everySteps</c>. Where less is better, "least" is the largest.
/// </summary>
[Component("stability")]
public sealed class StabilityMetric : IStreamMetric, IUndefinedFigures
{
    private string? _why;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<Figure, double?>> Summarise(ScoreMatrix scores)
    {
        var figure = scores.Figure;
        var count = scores.Scores.Count;
        _why = count < 2 ? "nothing was learned before the only experience"
            : scores.Between.Count == 0 ? "the run was not tested between steps (engine.options.evaluation.everySteps)"
            : scores.Scores.Index().Any(row => row.Item.Take(row.Index + 1).Any(score => score is null)) ? "a test has no score"
            : null;
        double? worst = _why is null ? Enumerable.Range(0, count - 1).Average(k => Least(scores, k, k + 1, count - 1)) : null;
        double? dip = _why is null ? Enumerable.Range(1, count - 1).SelectMany(t => Enumerable.Range(0, t).Select(k => Dip(scores, t, k))).Max() : null;
        return
        [
            Summary("min-ACC", figure, figure.HigherIsBetter, worst),
            Summary("WC-ACC", figure, figure.HigherIsBetter, (scores.Scores.LastOrDefault()?[count - 1] / count) + ((1 - (1.0 / count)) * worst)),
            Summary("worst dip", figure, higherIsBetter: false, dip),
        ];
    }

    /// <inheritdoc/>
    public string? WhyUndefined(Figure figure) => _why;

    private static double Dip(ScoreMatrix scores, int t, int k)
    {
        var before = scores.Scores[t - 1][k]!.Value;
        var least = Least(scores, k, t, t);
        return scores.Figure.HigherIsBetter ? before - least : least - before;
    }

    // The worst score on experience k in the tests between steps of experiences first to last, and in those at their ends.
    private static double Least(ScoreMatrix scores, int k, int first, int last)
    {
        var all = scores.Between.Where(test => test.Of == k && test.Experience >= first && test.Experience <= last).Select(test => test.Score)
            .Concat(Enumerable.Range(first, last - first + 1).Select(t => scores.Scores[t][k]!.Value));
        return scores.Figure.HigherIsBetter ? all.Min() : all.Max();
    }

    private static KeyValuePair<Figure, double?> Summary(string name, Figure of, bool higherIsBetter, double? value) =>
        new(new() { Name = name, Unit = of.Unit, HigherIsBetter = higherIsBetter }, value);
}
