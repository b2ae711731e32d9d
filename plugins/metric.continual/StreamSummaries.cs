namespace PluginHost.Plugins.ContinualMetric;

/// <summary>
/// Summaries of a score matrix R[t][k], T rows. With A_t the mean of R[t][k] over k = 0..t: the final average is A_(T-1); the
/// incremental average is the mean of all A_t; pooled averages weigh each experience by its test samples in A_t; forgetting is the mean over k below T-1 of the best R[l][k] with l from k to T-2, minus
/// R[T-1][k] (Chaudhry et al. 2018), or with l from 0 where the options say so; backward transfer is the mean over k below T-1 of
/// R[T-1][k] - R[k][k], and forward transfer the mean over k from 1 of R[k-1][k] - b[k] (Lopez-Paz and Ranzato 2017). Intransigence is the
/// mean over k of J[k] - R[k][k], with J[k] what joint training of all classes reaches on experience k (Chaudhry et al. 2018 train jointly
/// on experiences 0..k); it is given where the options name a reference. A summary over a test that has no score is not defined.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="run">Resolves the reference's path; without it the path is taken as it is.</param>
[Component("continual")]
public sealed class StreamSummaries(ContinualMetricOptions options, IRunContext? run = null) : IStreamMetric, ISelfCheck, IUndefinedFigures
{
    private ScoreMatrix? _latest;
    private JointReference? _reference = options.ReferenceFigures is { } figures ? JointReference.From(figures) : null;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (options.Reference is { } path && Load(path) is { } problem) yield return Unreadable(problem);
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<Figure, double?>> Summarise(ScoreMatrix scores)
    {
        _latest = scores;
        var figure = scores.Figure;
        return
        [
            Summary("final average", figure, figure.HigherIsBetter, Average(scores, scores.Scores.Count - 1)),
            Summary("incremental average", figure, figure.HigherIsBetter, IncrementalAverage(scores)),
            Summary("pooled final average", figure, figure.HigherIsBetter, Pooled(scores, scores.Scores.Count - 1)),
            Summary("pooled incremental average", figure, figure.HigherIsBetter,
                Mean(Enumerable.Range(0, scores.Scores.Count).Select(t => Pooled(scores, t)))),
            Summary(ForgettingName, figure, higherIsBetter: false, Forgetting(scores)),
            Summary("backward transfer", figure, figure.HigherIsBetter, BackwardTransfer(scores)),
            Summary("forward transfer", figure, figure.HigherIsBetter, ForwardTransfer(scores)),
            .. Compared(scores),
        ];
    }

    /// <inheritdoc/>
    public string? WhyUndefined(Figure figure)
    {
        if (_latest is not { Scores: var scores } || scores.Count == 0) return "no experience was tested";
        if (scores.Index().Any(row => row.Item.Take(row.Index + 1).Any(score => score is null))) return "a test has no score";
        return figure.Name switch
        {
            "forward transfer" when scores.Count > 1 =>
                "experiences to come were not tested (engine.options.evaluation.future), or the figure has no baseline",
            "intransigence" => "the reference has no such figure",
            _ => "it needs two experiences",
        };
    }

    private static KeyValuePair<Figure, double?> Summary(string name, Figure of, bool higherIsBetter, double? value) =>
        new(new() { Name = name, Unit = of.Unit, HigherIsBetter = higherIsBetter }, value);

    private static double? Average(ScoreMatrix scores, int t) =>
        t < 0 ? null : Mean(Enumerable.Range(0, t + 1).Select(k => At(scores, t, k)));

    // A_t over samples instead of experiences: each counts as many as it has.
    private static double? Pooled(ScoreMatrix scores, int t)
    {
        if (t < 0 || scores.Counts.Count <= t) return null;
        double? sum = 0;
        for (var k = 0; k <= t; k++) sum += scores.Counts[k] * At(scores, t, k);
        return sum / scores.Counts.Take(t + 1).Sum();
    }

    private static double? IncrementalAverage(ScoreMatrix scores) =>
        Mean(Enumerable.Range(0, scores.Scores.Count).Select(t => Average(scores, t)));

    // Two definitions are two figures: neither can be taken for the other.
    private string ForgettingName => options.Forgetting == ForgettingSince.AfterLearning ? "forgetting" : "forgetting (whole stream)";

    private double? Forgetting(ScoreMatrix scores)
    {
        var last = scores.Scores.Count - 1;
        return last < 1 ? null : Mean(Enumerable.Range(0, last).Select(k =>
        {
            var from = options.Forgetting == ForgettingSince.AfterLearning ? k : 0;
            var earlier = Enumerable.Range(from, last - from).Select(l => At(scores, l, k)).ToArray();
            if (earlier.Length == 0 || earlier.Any(score => score is null)) return null;
            return scores.Figure.HigherIsBetter ? earlier.Max() - At(scores, last, k) : At(scores, last, k) - earlier.Min();
        }));
    }

    private static double? BackwardTransfer(ScoreMatrix scores)
    {
        var last = scores.Scores.Count - 1;
        return last < 1 ? null : Mean(Enumerable.Range(0, last).Select(k => At(scores, last, k) - At(scores, k, k)));
    }

    private static double? ForwardTransfer(ScoreMatrix scores) => Mean(Enumerable.Range(1, Math.Max(0, scores.Scores.Count - 1)).Select(k =>
        k < scores.Untrained.Count ? At(scores, k - 1, k) - scores.Untrained[k] : null));

    private IEnumerable<KeyValuePair<Figure, double?>> Compared(ScoreMatrix scores)
    {
        if (options.Reference is not null || options.ReferenceFigures is not null)
            yield return Summary("intransigence", scores.Figure, higherIsBetter: false, Intransigence(scores));
    }

    private double? Intransigence(ScoreMatrix scores)
    {
        if (_reference is null && options.Reference is { } path && Load(path) is { } problem) throw new JobException(Unreadable(problem));
        var sign = scores.Figure.HigherIsBetter ? 1 : -1;
        var lags = Enumerable.Range(0, scores.Scores.Count)
            .Select(k => sign * (_reference!.At(scores.Figure.Name, k) - At(scores, k, k)));
        return Mean(lags);
    }

    private string? Load(string path)
    {
        (_reference, var problem) = JointReference.Read(run?.ResolvePath(path) ?? path);
        return problem;
    }

    private static Finding Unreadable(string problem) => new()
    {
        Code = "CM0003",
        Where = "reference",
        What = $"The reference cannot be used: {problem}",
        Expected = "metrics.json, or the folder, of a finished run with strategy 'joint' on the same classes and experiences",
        Fix = "Run the job with --set strategy=joint first, or give referenceFigures.",
    };

    private static double? At(ScoreMatrix scores, int t, int k) => k < scores.Scores[t].Count ? scores.Scores[t][k] : null;

    // Of all values or not at all: a mean over some of them would be another figure under the same name.
    private static double? Mean(IEnumerable<double?> values)
    {
        var all = values.ToArray();
        return all.Length == 0 || Array.Exists(all, value => value is null) ? null : all.Average();
    }
}
