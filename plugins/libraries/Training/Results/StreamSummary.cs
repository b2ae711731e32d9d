using System.Globalization;

namespace PluginHost.Training;

/// <summary>Score matrices and what the stream metrics make of them.</summary>
internal sealed class StreamSummary(
    IReadOnlyList<Figure> figures, IReadOnlyList<IStreamMetric> metrics, IReadOnlyList<TestedExperience> experiences)
{
    private const string Part = "test-";
    private const string Planned = "planned-";

    // More tests of a figure without a score than this are told by their number.
    private const int NamedGaps = 100;

    /// <summary>Tests between two steps of training.</summary>
    public IReadOnlyList<BetweenResult> Between { get; init; } = [];

    /// <summary>Names a metric that throws.</summary>
    public CallTrace Calls { get; init; } = new();

    /// <summary>The figures that describe the model.</summary>
    public IReadOnlyList<Figure> Measured { get; } = [.. figures.Where(figure => !figure.DescribesInput)];

    /// <summary>Whether experiences to come were tested, too.</summary>
    public bool HasFuture => experiences.Count > 0 && experiences[0].Counts.Count > experiences[0].Learned;

    /// <summary>R[t][k] of a figure; row t has its entries k = 0..t, and all where later experiences were tested too.</summary>
    public double?[][] Matrix(Figure figure) => [.. experiences.Select(experience => experience.Scores(figure))];

    /// <summary>The score of every class after each experience.</summary>
    public Dictionary<string, double?[]> Classes(Figure figure)
    {
        var classes = new Dictionary<string, double?[]>(StringComparer.Ordinal);
        for (var t = 0; t < experiences.Count; t++)
        {
            var scores = experiences[t].ClassScores(figure);
            for (var i = 0; i < scores.Length; i++)
            {
                var name = experiences[t].ClassNames[i];
                if (!classes.TryGetValue(name, out var row)) classes[name] = row = new double?[experiences.Count];
                row[t] = scores[i];
            }
        }

        return classes;
    }

    /// <summary>What every stream metric says of a figure.</summary>
    public IReadOnlyList<KeyValuePair<Figure, double?>> Of(Figure figure) =>
        [.. Explained(figure).Select(each => KeyValuePair.Create(each.Summary, each.Value))];

    /// <summary>Why summaries of a figure have no value, by the summary's name.</summary>
    public Dictionary<string, string> Undefined(Figure figure)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (summary, value, why) in Explained(figure))
            if (value is null) reasons[summary.Name] = why ?? "a test that it needs was not made or has no score";
        return reasons;
    }

    private IEnumerable<(Figure Summary, double? Value, string? Why)> Explained(Figure figure)
    {
        var scores = new ScoreMatrix
        {
            Figure = figure,
            Scores = Matrix(figure),
            Counts = experiences.Count == 0 ? [] : experiences[^1].Counts,
            Untrained = Untrained(figure),
            Between =
            [
                .. Between.Where(test => test.Scope.StartsWith(Part, StringComparison.Ordinal) && test.Scores.ContainsKey(figure.Name))
                    .Select(test => new ScoreBetween(
                        test.Experience, int.Parse(test.Scope.AsSpan(Part.Length), CultureInfo.InvariantCulture), test.Scores[figure.Name])),
            ],
        };
        foreach (var metric in metrics)
        {
            var summaries = Calls.Do(metric, nameof(IStreamMetric.Summarise), () => metric.Summarise(scores));
            foreach (var (summary, value) in summaries)
                yield return (summary, value, value is null ? UndefinedReason.Of(Calls, metric, summary) : null);
        }
    }

    /// <summary>How much experience k has lost since its best earlier score; <see langword="null"/> if there is none.</summary>
    public double? Forgotten(Figure figure, int k)
    {
        var earlier = experiences.Take(experiences.Count - 1).Skip(k).Select(row => row.Scores(figure)[k]).OfType<double>().ToArray();
        var now = experiences[^1].Scores(figure)[k];
        if (earlier.Length == 0 || now is null) return null;
        return figure.HigherIsBetter ? earlier.Max() - now : now - earlier.Min();
    }

    /// <summary>Says what rests on less than was asked for.</summary>
    public IReadOnlyList<string> Gaps() =>
    [
        .. experiences.SelectMany(experience => experience.Unmeasured)
            .Where(test => test.Skipped > 0 && !test.Scope.StartsWith(Planned, StringComparison.Ordinal))
            .Select(test => $"after experience {test.Experience + 1}, {test.Scope}: {test.Counted} of {test.Counted + test.Skipped} rows measured"),
        .. Measured.SelectMany(Unscored),
        .. experiences.Where(experience => experience.SkippedBatches > 0).Select(experience =>
            $"experience {experience.Experience + 1}: {experience.SkippedBatches} batches were left out, loss or gradient not finite"),
    ];

    /// <summary>The tests that rest on fewer rows than they have, or on none.</summary>
    public IReadOnlyList<UnmeasuredRows> Unmeasured() => [.. experiences.SelectMany(experience => experience.Unmeasured)];

    private IReadOnlyList<string> Unscored(Figure figure)
    {
        string[] gaps =
        [
            .. Matrix(figure).SelectMany((row, t) => row.Take(t + 1).Index().Where(cell => cell.Item is null)
                .Select(cell => $"after experience {t + 1}, test-{cell.Index}: no {figure.Name}; averages over it are not defined")),
        ];
        return gaps.Length <= NamedGaps ? gaps : [$"{gaps.Length} tests have no {figure.Name}; averages over them are not defined"];
    }

    private IReadOnlyList<double?> Untrained(Figure figure)
    {
        var baseline = figures.FirstOrDefault(other => other.Name == figure.Baseline);
        return baseline is null || experiences.Count == 0 ? [] : experiences[^1].Scores(baseline);
    }
}
