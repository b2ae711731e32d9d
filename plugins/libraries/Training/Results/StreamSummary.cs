using System.Globalization;

namespace PluginHost.Training;

/// <summary>Score matrices and what the stream metrics make of them.</summary>
internal sealed class StreamSummary(
    IReadOnlyList<Figure> figures, IReadOnlyList<IStreamMetric> metrics, IReadOnlyList<ExperienceResult> experiences)
{
    private const string Part = "test-";

    /// <summary>Tests between two steps of training.</summary>
    public IReadOnlyList<BetweenResult> Between { get; init; } = [];

    /// <summary>Names a metric that throws.</summary>
    public CallTrace Calls { get; init; } = new();

    /// <summary>The figures that describe the model.</summary>
    public IReadOnlyList<Figure> Measured { get; } = [.. figures.Where(figure => !figure.DescribesInput)];

    /// <summary>R[t][k] of a figure; row t has its entries k = 0..t, and all where later experiences were tested too.</summary>
    public double?[][] Matrix(Figure figure) =>
        [.. experiences.Select(experience => Tests(experience).Select(part => Value(part, figure.Name)).ToArray())];

    /// <summary>The score of every class after each experience.</summary>
    public Dictionary<string, double?[]> Classes(Figure figure) => experiences.SelectMany(experience => Tests(experience))
        .SelectMany(part => part.Classes.Keys).Distinct(StringComparer.Ordinal)
        .ToDictionary(
            name => name,
            name => experiences.Select(experience => ClassValue(experience, name, figure)).ToArray(),
            StringComparer.Ordinal);

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
            Counts = experiences.Count == 0 ? [] : [.. Tests(experiences[^1]).Select(part => part.Counted)],
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
        var matrix = Matrix(figure);
        var earlier = matrix[k..^1].Where(row => row[k] is not null).Select(row => row[k]!.Value).ToArray();
        var now = matrix[^1][k];
        if (earlier.Length == 0 || now is null) return null;
        return figure.HigherIsBetter ? earlier.Max() - now : now - earlier.Min();
    }

    /// <summary>Says what rests on less than was asked for.</summary>
    public IReadOnlyList<string> Gaps() =>
    [
        .. experiences.SelectMany(experience => Tests(experience).Append(experience.Test).Where(test => test.Skipped > 0).Select(test =>
            $"after experience {experience.Experience + 1}, {test.Scope}: {test.Counted} of {test.Counted + test.Skipped} rows measured")),
        .. Measured.SelectMany(figure => Matrix(figure).SelectMany((row, t) => row.Select((value, k) => (value, k))
            .Where(cell => cell.k <= t && cell.value is null)
            .Select(cell => $"after experience {t + 1}, test-{cell.k}: no {figure.Name}; averages over it are not defined"))),
        .. experiences.Where(experience => experience.SkippedBatches > 0).Select(experience =>
            $"experience {experience.Experience + 1}: {experience.SkippedBatches} batches were left out, loss or gradient not finite"),
    ];

    /// <summary>The tests that rest on fewer rows than they have, or on none.</summary>
    public IReadOnlyList<UnmeasuredRows> Unmeasured() =>
    [
        .. from experience in experiences
           from part in Tests(experience).Concat(experience.Planned).Append(experience.Test)
           where part.Skipped > 0 || part.Counted == 0
           select new UnmeasuredRows
           {
               Experience = experience.Experience, Scope = part.Scope, Counted = part.Counted, Skipped = part.Skipped,
           },
    ];

    private IReadOnlyList<double?> Untrained(Figure figure)
    {
        var baseline = figures.FirstOrDefault(other => other.Name == figure.Baseline);
        return baseline is null || experiences.Count == 0 ? [] : [.. Tests(experiences[^1]).Select(part => Value(part, baseline.Name))];
    }

    private static IEnumerable<ScopeResult> Tests(ExperienceResult experience) => experience.Parts.Concat(experience.Future);

    // A class that comes again (in another domain) is in several tests: only the pooled one has all its rows.
    private static double? ClassValue(ExperienceResult experience, string name, Figure figure)
    {
        var learned = experience.Parts.Where(part => part.Classes.ContainsKey(name)).Take(2).ToArray();
        var test = learned.Length > 1 ? experience.Test : learned.FirstOrDefault() ?? experience.Future.FirstOrDefault(part => part.Classes.ContainsKey(name));
        return test is not null && test.Classes.TryGetValue(name, out var scores) && scores.TryGetValue(figure.Name, out var value) ? value : null;
    }

    private static double? Value(ScopeResult part, string name) => part.Scores.TryGetValue(name, out var value) ? value : null;
}
