namespace PluginHost.Learning;

/// <summary>The experiences in the order in which they arrive.</summary>
public sealed record LearningStream
{
    /// <summary>The experiences, first to last; at least one.</summary>
    public required IReadOnlyList<Experience> Experiences { get; init; }

    /// <summary>Class names by label, in the order of arrival.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>
    /// Whether the learner is told where experiences begin and end. Without boundaries the stream is task-free: it is one stretch of training
    /// to strategies and memories, and only the engine knows where it tests.
    /// </summary>
    public bool Boundaries { get; init; } = true;

    /// <summary>Whether every training sample is seen once, in the order of <see cref="Experience.Train"/>.</summary>
    public bool Online { get; init; }

    /// <summary>One past the last label seen at the end of an experience.</summary>
    /// <param name="experience">The experience's index.</param>
    /// <returns>The number of labels seen.</returns>
    public int SeenLabels(int experience)
    {
        for (var i = experience; i >= 0; i--)
        {
            if (Experiences[i].NewClasses.Count > 0) return Experiences[i].NewClasses[^1] + 1;
        }

        return 0;
    }
}
