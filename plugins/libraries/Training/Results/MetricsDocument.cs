namespace PluginHost.Training;

/// <summary>The content of <c>metrics.json</c>.</summary>
public sealed record MetricsDocument
{
    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary>The data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>The device.</summary>
    public required string Device { get; init; }

    /// <summary>Compute threads.</summary>
    public required int Threads { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether the whole stream is done.</summary>
    public required bool Complete { get; init; }

    /// <summary>Classes in the order of the stream.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Classes that stand in for real ones.</summary>
    public required IReadOnlyList<string> Proxies { get; init; }

    /// <summary>Samples that the stream went without, as they could not be used; figures rest on the others.</summary>
    public IReadOnlyList<SkippedSample> SkippedSamples { get; init; } = [];

    /// <summary>
    /// Tests without a score, and tests of which rows could not be measured; a summary over a test without a score is not defined.
    /// </summary>
    public IReadOnlyList<UnmeasuredRows> Unmeasured { get; init; } = [];

    /// <summary>The figures measured.</summary>
    public required IReadOnlyList<Figure> Figures { get; init; }

    /// <summary>The experiences done.</summary>
    public required IReadOnlyList<ExperienceResult> Experiences { get; init; }

    /// <summary>R[t][k] by figure name; row t has entries for k = 0..t, and for all k where later experiences were tested too.</summary>
    public required Dictionary<string, double?[][]> Matrix { get; init; }

    /// <summary>
    /// Figure name, class name, then the score after each experience so far; <see langword="null"/> where the class was not tested. From
    /// the same tests as <see cref="Matrix"/>, so the mixtures of a class never change.
    /// </summary>
    public required Dictionary<string, Dictionary<string, double?[]>> ClassMatrix { get; init; }

    /// <summary>Tests between two steps of training, in the order of time; empty if the engine makes none.</summary>
    public IReadOnlyList<BetweenResult> Between { get; init; } = [];

    /// <summary>
    /// What rests on less than was asked for: tests with rows that could not be measured, entries of the matrix without a score, experiences with
    /// batches left out. Empty where all is whole.
    /// </summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>Summaries over the stream: figure name, then summary name.</summary>
    public required Dictionary<string, Dictionary<string, double?>> Summary { get; init; }

    /// <summary>Why summaries have no value: figure name, then summary name.</summary>
    public Dictionary<string, Dictionary<string, string>> Undefined { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The metrics whose figures were computed after the run from what it kept of its predictions.</summary>
    public IReadOnlyList<AddedFigures> Added { get; init; } = [];

    /// <summary>Seconds of training and testing.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds of processor time, all threads together, without the start of the process.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>Optimizer steps per second of training.</summary>
    public required double StepsPerSecond { get; init; }

    /// <summary>The document with what follows from the tests of its experiences: matrices, summaries and what they lack.</summary>
    /// <param name="summary">The tests and the metrics that sum them up.</param>
    internal MetricsDocument Summarised(StreamSummary summary) => this with
    {
        Unmeasured = summary.Unmeasured(),
        Matrix = summary.Measured.ToDictionary(figure => figure.Name, summary.Matrix, StringComparer.Ordinal),
        ClassMatrix = summary.Measured.ToDictionary(figure => figure.Name, summary.Classes, StringComparer.Ordinal),
        Gaps = summary.Gaps(),
        Summary = summary.Measured.ToDictionary(
            figure => figure.Name,
            figure => summary.Of(figure).ToDictionary(pair => pair.Key.Name, pair => pair.Value, StringComparer.Ordinal),
            StringComparer.Ordinal),
        Undefined = summary.Measured.Select(figure => (figure.Name, Reasons: summary.Undefined(figure))).Where(each => each.Reasons.Count > 0)
            .ToDictionary(each => each.Name, each => each.Reasons, StringComparer.Ordinal),
    };
}

/// <summary>A sample that the stream went without.</summary>
public sealed record SkippedSample
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Its split.</summary>
    public required Split Split { get; init; }

    /// <summary>Why it could not be used.</summary>
    public required string Why { get; init; }
}

/// <summary>
/// Rows of a test that could not be measured: a silent reference or estimate, references that are not independent, no number.
/// </summary>
public sealed record UnmeasuredRows
{
    /// <summary>After which experience, from 0.</summary>
    public required int Experience { get; init; }

    /// <summary>The test.</summary>
    public required string Scope { get; init; }

    /// <summary>Rows that its figures rest on; with 0 it has no score.</summary>
    public required int Counted { get; init; }

    /// <summary>Rows that could not be measured.</summary>
    public required int Skipped { get; init; }
}

/// <summary>Figures of a metric that were added after the run.</summary>
public sealed record AddedFigures
{
    /// <summary>The metric.</summary>
    public required string Metric { get; init; }

    /// <summary>The id of its plugin.</summary>
    public required string Plugin { get; init; }

    /// <summary>The plugin's version.</summary>
    public required string Version { get; init; }

    /// <summary>The names of its figures; none for a metric of the stream, which summarises the figures there are.</summary>
    public required IReadOnlyList<string> Figures { get; init; }
}
