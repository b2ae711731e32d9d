namespace PluginHost.Learning;

/// <summary>What is known of a test when it begins.</summary>
public sealed record TestScene
{
    /// <summary>What is tested: <c>test</c> (all classes seen), <c>test-k</c> (the samples of experience k), <c>planned-k</c> or
    /// <c>validation</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The experience after or during which it happens, from 0.</summary>
    public required int Experience { get; init; }

    /// <summary>Names of all classes of the stream, by label.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>By label, the experience in which the class arrives, from 0.</summary>
    public required IReadOnlyList<int> ExperienceOfClass { get; init; }
}

/// <summary>Optional for a metric of rows or sets: it is told what is tested, before <see cref="ISetMetric.Reset"/>.</summary>
public interface ITestAware
{
    /// <summary>A test begins.</summary>
    /// <param name="test">The test.</param>
    void Begin(TestScene test);
}

/// <summary>Optional for a metric of sets or of the stream: it says why a figure has no value, so that a table can give the reason.</summary>
public interface IUndefinedFigures
{
    /// <summary>Asked right after a value was <see langword="null"/>.</summary>
    /// <param name="figure">The figure without a value.</param>
    /// <returns>Why it is not defined, in words without a full stop; <see langword="null"/> if there is nothing to say.</returns>
    string? WhyUndefined(Figure figure);
}

/// <summary>Optional for a metric of sets: it counts rows by true and predicted class, and the engine writes the counts as a table.</summary>
public interface IClassCounts
{
    /// <summary>
    /// The counts since <see cref="ISetMetric.Reset"/>: by label of the true class, then of the predicted one; <see langword="null"/> where this
    /// test has no table.
    /// </summary>
    IReadOnlyList<IReadOnlyList<long>>? Counts { get; }
}
