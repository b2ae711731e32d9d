namespace PluginHost.Plugins.Continual;

/// <summary>Adds up the rows of one test: overall and per label.</summary>
internal sealed class ScoreSums(IReadOnlyList<Figure> figures)
{
    private readonly double[] _sums = new double[figures.Count];
    private readonly SortedDictionary<int, (double[] Sums, int Count)> _labels = [];
    private int _counted;
    private int _skipped;

    /// <summary>Adds a row.</summary>
    /// <param name="label">The label of the row's source.</param>
    /// <param name="values">One value per figure, or <see langword="null"/> if it could not be measured.</param>
    public void Add(int label, double[]? values)
    {
        if (values is null)
        {
            _skipped++;
            return;
        }

        var (sums, count) = _labels.TryGetValue(label, out var found) ? found : (new double[figures.Count], 0);
        for (var i = 0; i < figures.Count; i++)
        {
            _sums[i] += values[i];
            sums[i] += values[i];
        }

        _labels[label] = (sums, count + 1);
        _counted++;
    }

    /// <summary>The means.</summary>
    public ScopeResult Result(string scope, IReadOnlyList<string> classNames) => new()
    {
        Scope = scope,
        Counted = _counted,
        Skipped = _skipped,
        Scores = _counted == 0 ? [] : Means(_sums, _counted),
        Classes = _labels.ToDictionary(
            pair => classNames[pair.Key],
            pair => Means(pair.Value.Sums, pair.Value.Count),
            StringComparer.Ordinal),
    };

    private Dictionary<string, double> Means(double[] sums, int count) =>
        Enumerable.Range(0, figures.Count).ToDictionary(i => figures[i].Name, i => sums[i] / count, StringComparer.Ordinal);
}
