namespace PluginHost.Training;

/// <summary>Lays results out as tables for people. Of a long stream they show a part, and say so; <c>metrics.json</c> has all of it.</summary>
/// <param name="figures">The figures.</param>
/// <param name="summary">The tests in numbers.</param>
/// <param name="experiences">The results, of which the tests of single experiences are not read.</param>
/// <param name="caption">What a reader of the table after an experience should know.</param>
internal sealed class ResultTables(
    IReadOnlyList<Figure> figures, StreamSummary summary, IReadOnlyList<ExperienceResult> experiences, string? caption)
{
    private const int Most = 32;

    private string[] Headings => [.. figures.Select(figure => figure.Unit.Length == 0 ? figure.Name : $"{figure.Name} ({figure.Unit})")];

    /// <summary>The tests after the latest experience: each experience's classes, and all classes seen.</summary>
    /// <param name="latest">What the latest experience came to.</param>
    /// <param name="count">How many experiences the stream has.</param>
    public TableReported AfterExperience(ExperienceResult latest, int count)
    {
        var primary = summary.Measured.Count > 0 ? summary.Measured[0] : null;
        var rows = new List<IReadOnlyList<object?>>();
        var first = Math.Max(0, latest.Parts.Count - Most);
        for (var k = first; k < latest.Parts.Count; k++)
        {
            var forgotten = primary is null ? null : summary.Forgotten(primary, k);
            rows.Add([$"experience {k + 1}{Note(latest.Parts[k])}", Content(experiences[k]), .. Cells(latest.Parts[k]), forgotten]);
        }

        rows.Add([$"all seen{Note(latest.Test)}", $"{experiences.Sum(experience => experience.NewClasses.Count)} classes", .. Cells(latest.Test), null]);
        return new()
        {
            Title = $"After experience {latest.Experience + 1} of {count}",
            Columns = ["test", "classes", .. Headings, primary is null ? "forgotten" : $"forgotten {primary.Name}"],
            Rows = rows,
            Caption = Joined(
                [
                    first == 0 ? null : $"The newest {Most} experiences of {latest.Parts.Count}; metrics.json has all.",
                    caption, Unmeasured(latest.Experience), .. Undefined(latest),
                ]),
        };
    }

    /// <summary>The tables of the whole run.</summary>
    public IEnumerable<TableReported> OfRun()
    {
        yield return new()
        {
            Title = "All classes seen, after each experience",
            Columns = ["after", "new classes", .. Headings, "steps/s"],
            Rows = [.. Shown.Select(t => AfterRow(experiences[t]))],
            Caption = Joined(Thinned, Unmeasured(experience: null)),
        };
        yield return Held();
        if (summary.Measured.Count == 0) yield break;
        yield return Matrix(summary.Measured[0]);
        yield return Classes(summary.Measured[0]);
        var summaries = summary.Measured.Select(summary.Of).ToArray();
        if (summaries[0].Count == 0) yield break;
        yield return new()
        {
            Title = "Over the stream",
            Columns = ["summary", .. summary.Measured.Select(figure => figure.Name)],
            Rows = [.. summaries[0].Select((pair, i) =>
                (IReadOnlyList<object?>)[pair.Key.Name, .. summaries.Select(values => (object?)values[i].Value)])],
            Caption = Joined(
                [
                    "Forgetting: less is better. The diagonal of the matrix says how well each experience was learned to begin with.",
                    .. summary.Gaps().Select(gap => $"Less than asked for: {gap}."),
                    .. Undefined(),
                ]),
        };
    }

    /// <summary>Which summaries there are not, each reason once with the figures that it holds for.</summary>
    private IEnumerable<string> Undefined() => summary.Measured
        .SelectMany(figure => summary.Undefined(figure).Select(pair => (figure.Name, What: (pair.Key, pair.Value))))
        .GroupBy(each => each.What, each => each.Name)
        .Select(group => (group.Key, Figures: group.Distinct(StringComparer.Ordinal).ToArray()))
        .Select(group => $"No {group.Key.Key}{(group.Figures.Length == summary.Measured.Count ? "" : " of " + string.Join(", ", group.Figures))}: "
            + $"{group.Key.Value}.");

    private TableReported Held() => new()
    {
        Title = "What is held, in bytes",
        Columns = ["during", "model", "exemplars", "memory", "strategy", "together"],
        Rows = [.. Shown.Select(t => experiences[t]).Select(each => (IReadOnlyList<object?>)
            [$"experience {each.Experience + 1}", each.ModelBytes, each.Exemplars, each.MemoryBytes, each.StrategyBytes, each.HeldBytes])],
        Caption = "Model: the one that predicts. Memory: exemplars as loaded. Strategy: models, importances and outputs that it keeps. "
            + "Together: memory and strategy.",
    };

    private TableReported Matrix(Figure figure)
    {
        var matrix = summary.Matrix(figure);
        return new()
        {
            Title = $"{figure.Name} on the classes of each experience (R[t][k])",
            Columns = ["after", .. Shown.Select(k => $"k = {k + 1}")],
            Rows = [.. Shown.Select(t => (IReadOnlyList<object?>)
                [$"t = {t + 1}", .. Shown.Select(k => k < matrix[t].Length ? (object?)matrix[t][k] : null)])],
            Caption = Joined(Thinned, summary.HasFuture ? "Right of the diagonal: experiences not learned yet, with fresh rows." : null),
        };
    }

    private TableReported Classes(Figure figure)
    {
        var classes = summary.Classes(figure).ToArray();
        int[] rows = [.. Places(classes.Length)];
        return new()
        {
            Title = $"{figure.Name} on each class",
            Columns = ["class", .. Shown.Select(t => $"t = {t + 1}")],
            Rows = [.. rows.Select(i => (IReadOnlyList<object?>)[classes[i].Key, .. Shown.Select(t => (object?)classes[i].Value[t])])],
            Caption = Joined(Thinned, rows.Length < classes.Length ? $"{rows.Length} of {classes.Length} classes." : null),
        };
    }

    private IReadOnlyList<int> Shown { get; } = [.. Places(experiences.Count)];

    private string? Thinned => experiences.Count <= Most ? null
        : $"{Most} of {experiences.Count} experiences, evenly spaced; metrics.json has all.";

    // All places, or so many of them with the first and the last.
    private static IEnumerable<int> Places(int count) =>
        count <= Most ? Enumerable.Range(0, count) : Enumerable.Range(0, Most).Select(i => (int)((long)i * (count - 1) / (Most - 1)));

    /// <summary>Which tests after an experience, or of all seen after each, rest on fewer rows than they have.</summary>
    private string? Unmeasured(int? experience)
    {
        string[] tests =
        [
            .. from test in summary.Unmeasured()
               where experience is { } one ? test.Experience == one : test.Scope == "test"
               select $"{test.Skipped} of {test.Skipped + test.Counted} rows of {test.Scope}"
                   + (experience is null ? $" after experience {test.Experience + 1}" : ""),
        ];
        return tests.Length == 0 ? null : $"Not measured, and in no figure: {string.Join(", ", tests)}.";
    }

    private static IEnumerable<string> Undefined(ExperienceResult experience) => experience.Parts.Append(experience.Test)
        .SelectMany(test => test.Undefined.Select(pair => (test.Scope, Text: $"No {pair.Key}: {pair.Value}")))
        .GroupBy(each => each.Text, StringComparer.Ordinal)
        .Select(group => $"{group.Key} ({string.Join(", ", group.Select(each => each.Scope))}).");

    private static string? Joined(params string?[] captions) =>
        captions.OfType<string>().ToArray() is { Length: > 0 } parts ? string.Join(" ", parts) : null;

    private IReadOnlyList<object?> AfterRow(ExperienceResult experience) =>
    [
        $"experience {experience.Experience + 1}{Note(experience.Test)}",
        Content(experience),
        .. Cells(experience.Test),
        Math.Round(experience.StepsPerSecond, 2),
    ];

    // A figure over fewer rows than there are says so where it stands.
    private static string Note(ScopeResult test) => test.Skipped == 0 ? "" : $" ({test.Counted} of {test.Counted + test.Skipped} rows)";

    private static string Content(ExperienceResult experience) =>
        experience.Domain.Length > 0 ? experience.Domain : string.Join(", ", experience.NewClasses);

    private IEnumerable<object?> Cells(ScopeResult result) =>
        figures.Select(figure => result.Scores.TryGetValue(figure.Name, out var value) ? (object?)value : null);
}
