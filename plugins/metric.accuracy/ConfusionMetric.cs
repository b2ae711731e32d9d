namespace PluginHost.Plugins.AccuracyMetric;

/// <summary>
/// The confusion matrix of the test on all classes seen, written as counts/confusion-EXPERIENCE-test.csv with true classes as rows, and the mean over
/// classes of the share that is recognised, in per cent, which no class outweighs by its number of samples.
/// </summary>
[Component("confusion")]
[Needs<ILogitPrediction>("it counts which class has the highest score")]
public sealed class ConfusionMetric : ISetMetric, ITestAware, IClassCounts, IUndefinedFigures
{
    private readonly Dictionary<(int True, int Predicted), long> _counts = [];
    private bool _isPooled;
    private int _classes;

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures { get; } = [new() { Name = "class accuracy", Unit = "%" }];

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<long>>? Counts => !_isPooled || _classes == 0 ? null :
    [
        .. Enumerable.Range(0, _classes).Select(own =>
            (IReadOnlyList<long>)[.. Enumerable.Range(0, _classes).Select(taken => _counts.GetValueOrDefault((own, taken)))]),
    ];

    /// <inheritdoc/>
    public void Begin(TestScene test) => _isPooled = test.Scope == "test";

    /// <inheritdoc/>
    public void Reset()
    {
        _counts.Clear();
        _classes = 0;
    }

    /// <inheritdoc/>
    public void Update(Prediction prediction)
    {
        foreach (var row in LabelledScores.Of(prediction))
        {
            _classes = Math.Max(_classes, Math.Max(row.Scores.Length, row.Label + 1));
            _counts[(row.Label, row.Predicted)] = _counts.GetValueOrDefault((row.Label, row.Predicted)) + 1;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<double?> Compute()
    {
        if (_counts.Count == 0) return [null];
        var recalls = _counts.GroupBy(pair => pair.Key.True)
            .Select(own => own.Where(pair => pair.Key.Predicted == own.Key).Sum(pair => pair.Value) / (double)own.Sum(pair => pair.Value));
        return [100 * recalls.Average()];
    }

    /// <inheritdoc/>
    public string WhyUndefined(Figure figure) => LabelledScores.None;
}
