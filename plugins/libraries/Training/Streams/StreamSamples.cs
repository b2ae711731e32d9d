namespace PluginHost.Training;

/// <summary>The samples of a stretch of a stream.</summary>
public static class StreamSamples
{
    /// <summary>The samples of all experiences up to one, each once.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="split">Which samples.</param>
    /// <param name="experience">The index of the last experience that counts.</param>
    /// <returns>The samples in the order of the stream.</returns>
    public static IReadOnlyList<SampleInfo> SamplesUpTo(this LearningStream stream, Split split, int experience) =>
        [.. stream.Experiences.Take(experience + 1).SelectMany(each => Of(each, split)).DistinctBy(sample => sample.Id, StringComparer.Ordinal)];

    private static IReadOnlyList<SampleInfo> Of(Experience experience, Split split) => split switch
    {
        Split.Test => experience.Test,
        Split.Validation => experience.Validation,
        _ => experience.Train,
    };
}
