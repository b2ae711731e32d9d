namespace PluginHost.Training;

/// <summary>Measures the predictions of one test after the other with a job's metrics, whether they come from a model or from records.</summary>
/// <param name="calls">Names a metric that throws.</param>
/// <param name="rowMetrics">Metrics of single rows.</param>
/// <param name="setMetrics">Metrics of whole sets.</param>
internal sealed class Measurement(CallTrace calls, IReadOnlyList<IRowMetric> rowMetrics, IReadOnlyList<ISetMetric> setMetrics)
{
    private const string NoRow = "no row could be measured";
    private readonly Figure[] _rowFigures = [.. rowMetrics.SelectMany(metric => metric.Figures)];
    private ScoreSums _sums = new([]);
    private TestGaps _gaps = new();

    /// <summary>The figures of all metrics, in order.</summary>
    public IReadOnlyList<Figure> Figures { get; } =
        [.. rowMetrics.SelectMany(metric => metric.Figures), .. setMetrics.SelectMany(metric => metric.Figures)];

    /// <summary>Begins a test.</summary>
    /// <param name="test">What is tested.</param>
    public void Begin(TestScene test)
    {
        (_sums, _gaps) = (new(_rowFigures), new());
        foreach (var metric in rowMetrics.Cast<object>().Concat(setMetrics))
            if (metric is ITestAware aware) calls.Do(metric, nameof(ITestAware.Begin), () => aware.Begin(test));
        foreach (var metric in setMetrics) calls.Do(metric, nameof(ISetMetric.Reset), metric.Reset);
    }

    /// <summary>Takes in the predictions of a batch.</summary>
    /// <param name="prediction">The predictions.</param>
    public void Take(Prediction prediction)
    {
        foreach (var metric in setMetrics) calls.Do(metric, nameof(ISetMetric.Update), () => metric.Update(prediction));
        var measured = rowMetrics
            .Select(metric => (Metric: metric, Rows: calls.Do(metric, nameof(IRowMetric.Measure), () => metric.Measure(prediction))))
            .ToArray();
        var items = prediction.Draws.Count;
        for (var row = 0; row < items * prediction.Draws[0].Sources.Count; row++)
        {
            var source = prediction.Draws[row % items].Sources[row / items];
            if (!source.Counted) continue;
            var missing = false;
            foreach (var (metric, rows) in measured)
            {
                if (rows[row] is { } values && !Array.Exists(values, double.IsNaN)) continue;
                missing = true;
                _gaps.Add(source.Sample, metric, rows[row] is null);
            }

            _sums.Add(source.Sample.Label, missing ? null : [.. measured.SelectMany(part => part.Rows[row]!)]);
        }
    }

    /// <summary>Ends the test.</summary>
    /// <param name="scope">The test's name.</param>
    /// <param name="classNames">Class names by label.</param>
    /// <returns>The figures, what could not be measured in words, and the counts by class of the metrics that have some.</returns>
    public (ScopeResult Result, string? Missing, IReadOnlyList<(string Metric, IReadOnlyList<IReadOnlyList<long>> Counts)> Counts) End(
        string scope, IReadOnlyList<string> classNames)
    {
        var result = _sums.Result(scope, classNames);
        if (result.Counted == 0)
            foreach (var figure in _rowFigures) result.Undefined[figure.Name] = NoRow;
        foreach (var metric in setMetrics)
        {
            foreach (var (figure, value) in metric.Figures.Zip(calls.Do(metric, nameof(ISetMetric.Compute), metric.Compute)))
            {
                if (value is { } defined && !double.IsNaN(defined))
                {
                    result.Scores[figure.Name] = defined;
                    continue;
                }

                _gaps.Add(figure, metric, value is null);
                var why = value is null ? UndefinedReason.Of(calls, metric, figure) : null;
                result.Undefined[figure.Name] = why ?? $"{ComponentName.Of(metric)} gives no number for this test";
            }
        }

        var counts = setMetrics.OfType<IClassCounts>()
            .Select(metric => (ComponentName.Of(metric).Split('.')[^1], calls.Do(metric, nameof(IClassCounts.Counts), () => metric.Counts)))
            .Where(each => each.Item2 is not null).Select(each => (each.Item1, each.Item2!));
        return (result, _gaps.Describe(scope, result), [.. counts]);
    }
}

/// <summary>Asks a metric why a figure has no value.</summary>
internal static class UndefinedReason
{
    /// <summary>Asks.</summary>
    /// <param name="calls">Names a metric that throws.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="figure">The figure without a value.</param>
    /// <returns>The reason; <see langword="null"/> if the metric gives none.</returns>
    public static string? Of(CallTrace calls, object metric, Figure figure) => metric is IUndefinedFigures says
        ? calls.Do(metric, nameof(IUndefinedFigures.WhyUndefined), () => says.WhyUndefined(figure))
        : null;
}
