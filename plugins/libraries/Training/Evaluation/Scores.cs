using System.Text.Json.Serialization;

namespace PluginHost.Training;

/// <summary>Figures of one test.</summary>
public sealed record ScopeResult
{
    /// <summary><c>validation</c>, <c>test</c> (all classes seen), <c>test-k</c> (the samples of experience k) or
    /// <c>planned-k</c> (those of the job's experience k where a strategy merged experiences).</summary>
    public required string Scope { get; init; }

    /// <summary>Values by figure name, means for row metrics; without those that are not defined.</summary>
    [JsonIgnore]
    public Dictionary<string, double> Scores { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Why figures have no value, by figure name.</summary>
    public Dictionary<string, string> Undefined { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Rows counted.</summary>
    public required int Counted { get; init; }

    /// <summary>Rows skipped because they could not be measured.</summary>
    public required int Skipped { get; init; }

    /// <summary>Means of row metrics by class name and figure name: each row counts for its own class.</summary>
    public required Dictionary<string, Dictionary<string, double>> Classes { get; init; }

    // A figure without a value is written as null; its reason is beside it.
    [JsonInclude]
    [JsonPropertyName("scores")]
    internal Dictionary<string, double?> WrittenScores
    {
        get => Scores.Select(pair => KeyValuePair.Create(pair.Key, (double?)pair.Value))
            .Concat(Undefined.Keys.Where(name => !Scores.ContainsKey(name)).Select(name => KeyValuePair.Create(name, (double?)null)))
            .ToDictionary(StringComparer.Ordinal);
        init
        {
            foreach (var (name, score) in value)
                if (score is { } number) Scores[name] = number;
        }
    }
}

/// <summary>Adds up the rows of one test: overall and per label.</summary>
/// <param name="figures">The figures of a row.</param>
public sealed class ScoreSums(IReadOnlyList<Figure> figures)
{
    private readonly double[] _sums = new double[figures.Count];
    private readonly SortedDictionary<int, (double[] Sums, int Count)> _labels = [];
    private int _counted;
    private int _skipped;

    /// <summary>Adds a row.</summary>
    /// <param name="label">The label of the row's source; -1 for none.</param>
    /// <param name="values">
    /// One value per figure, or <see langword="null"/> if it could not be measured, which is also what a value that is no number says.
    /// </param>
    public void Add(int label, double[]? values)
    {
        if (values is null || Array.Exists(values, double.IsNaN))
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
    /// <param name="scope">The test's name.</param>
    /// <param name="classNames">Class names by label.</param>
    /// <returns>The figures of the test.</returns>
    public ScopeResult Result(string scope, IReadOnlyList<string> classNames) => new()
    {
        Scope = scope,
        Counted = _counted,
        Skipped = _skipped,
        Scores = _counted == 0 ? [] : Means(_sums, _counted),
        Classes = _labels.Where(pair => pair.Key >= 0).ToDictionary(
            pair => classNames[pair.Key],
            pair => Means(pair.Value.Sums, pair.Value.Count),
            StringComparer.Ordinal),
    };

    private Dictionary<string, double> Means(double[] sums, int count) =>
        Enumerable.Range(0, figures.Count).ToDictionary(i => figures[i].Name, i => sums[i] / count, StringComparer.Ordinal);
}
