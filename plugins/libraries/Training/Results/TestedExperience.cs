namespace PluginHost.Training;

/// <summary>
/// What summaries over the stream need of an experience: numbers by place. A run of many experiences holds these alone, and the results themselves
/// lie on the disk.
/// </summary>
internal sealed class TestedExperience
{
    private readonly IReadOnlyList<Figure> _figures;
    private readonly double?[][] _scores;
    private readonly double?[][] _classScores;

    /// <summary>Takes the numbers out of results.</summary>
    /// <param name="result">What the experience came to.</param>
    /// <param name="figures">The figures.</param>
    public TestedExperience(ExperienceResult result, IReadOnlyList<Figure> figures)
    {
        _figures = figures;
        ScopeResult[] tests = [.. result.Parts, .. result.Future];
        Experience = result.Experience;
        Learned = result.Parts.Count;
        SkippedBatches = result.SkippedBatches;
        Counts = [.. tests.Select(test => test.Counted)];
        _scores = [.. figures.Select(figure => tests.Select(test => Value(test.Scores, figure)).ToArray())];
        ClassNames = [.. tests.SelectMany(test => test.Classes.Keys).Distinct(StringComparer.Ordinal)];
        var tested = Tested(result);
        _classScores = [.. figures.Select(figure => ClassNames.Select(name =>
            tested[name].Classes.TryGetValue(name, out var scores) ? Value(scores, figure) : null).ToArray())];
        Unmeasured =
        [
            .. tests.Concat(result.Planned).Append(result.Test).Where(test => test.Skipped > 0 || test.Counted == 0).Select(test => new UnmeasuredRows
            {
                Experience = result.Experience, Scope = test.Scope, Counted = test.Counted, Skipped = test.Skipped,
            }),
        ];
    }

    /// <summary>The experience, from 0.</summary>
    public int Experience { get; }

    /// <summary>How many of its tests are of experiences so far; those to come follow.</summary>
    public int Learned { get; }

    /// <summary>Batches that no parameter learned from.</summary>
    public int SkippedBatches { get; }

    /// <summary>Rows counted, by test.</summary>
    public IReadOnlyList<int> Counts { get; }

    /// <summary>The classes tested.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The tests that rest on fewer rows than they have, or on none.</summary>
    public IReadOnlyList<UnmeasuredRows> Unmeasured { get; }

    /// <summary>The scores of a figure, by test.</summary>
    public double?[] Scores(Figure figure) => _scores[Place(figure)];

    /// <summary>The scores of a figure, by place in <see cref="ClassNames"/>.</summary>
    public double?[] ClassScores(Figure figure) => _classScores[Place(figure)];

    // A class that comes again (in another domain) is in several tests: only the pooled one has all its rows.
    private static Dictionary<string, ScopeResult> Tested(ExperienceResult result)
    {
        var tests = new Dictionary<string, ScopeResult>(StringComparer.Ordinal);
        foreach (var part in result.Parts)
            foreach (var name in part.Classes.Keys) tests[name] = tests.ContainsKey(name) ? result.Test : part;
        foreach (var part in result.Future)
            foreach (var name in part.Classes.Keys) tests.TryAdd(name, part);
        return tests;
    }

    private static double? Value(Dictionary<string, double> scores, Figure figure) => scores.TryGetValue(figure.Name, out var value) ? value : null;

    private int Place(Figure figure)
    {
        for (var i = 0; i < _figures.Count; i++)
            if (_figures[i].Name == figure.Name) return i;
        throw new ArgumentException($"There is no figure '{figure.Name}'.", nameof(figure));
    }
}
