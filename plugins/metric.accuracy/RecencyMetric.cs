namespace PluginHost.Plugins.AccuracyMetric;

/// <summary>
/// How predictions lean to the classes of the newest experience: the share of samples that are taken for one of its classes minus the share that
/// are of one, in percentage points; and task confusion, the share of samples that are taken for a class of another experience than their own.
/// </summary>
[Component("recency")]
[Needs<ILogitPrediction>("it counts which class has the highest score")]
public sealed class RecencyMetric : ISetMetric, ITestAware, IUndefinedFigures
{
    private const string Bias = "recency bias";
    private TestScene? _test;
    private int _rows;
    private int _takenForNewest;
    private int _ofNewest;
    private int _confused;

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures { get; } =
    [
        new() { Name = Bias, Unit = "%", HigherIsBetter = false },
        new() { Name = "task confusion", Unit = "%", HigherIsBetter = false },
    ];

    /// <inheritdoc/>
    public void Begin(TestScene test) => _test = test;

    /// <inheritdoc/>
    public void Reset() => (_rows, _takenForNewest, _ofNewest, _confused) = (0, 0, 0, 0);

    /// <inheritdoc/>
    public void Update(Prediction prediction)
    {
        foreach (var row in LabelledScores.Of(prediction))
        {
            var (taken, own) = (Arrival(row.Predicted), Arrival(row.Label));
            _rows++;
            if (taken == _test?.Experience) _takenForNewest++;
            if (own == _test?.Experience) _ofNewest++;
            if (taken != own) _confused++;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<double?> Compute() =>
        Reason is null ? [100.0 * (_takenForNewest - _ofNewest) / _rows, 100.0 * _confused / _rows] : [null, null];

    /// <inheritdoc/>
    public string? WhyUndefined(Figure figure) => Reason;

    private string? Reason => _test is not { } test ? "the engine does not say which classes are new"
        : _rows == 0 ? LabelledScores.None
        : test.Experience == 0 ? "in the first experience all classes are new"
        : !test.ExperienceOfClass.Contains(test.Experience) ? "the experience brought no new class"
        : null;

    private int Arrival(int label) => _test is { } test && label < test.ExperienceOfClass.Count ? test.ExperienceOfClass[label] : -1;
}
