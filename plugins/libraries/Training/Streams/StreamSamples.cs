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

    /// <summary>Every sample of a stream, each once.</summary>
    /// <param name="stream">The stream.</param>
    /// <returns>The samples in the order of the stream; of an experience those to train on, to validate and to test.</returns>
    public static IReadOnlyList<SampleInfo> AllSamples(this LearningStream stream) =>
        [.. stream.Experiences.SelectMany(AllSamples).DistinctBy(sample => sample.Id, StringComparer.Ordinal)];

    /// <summary>The samples of an experience: those to train on, to validate and to test.</summary>
    /// <param name="experience">The experience.</param>
    /// <returns>The samples; one may stand there several times.</returns>
    public static IEnumerable<SampleInfo> AllSamples(this Experience experience) =>
        [.. experience.Train, .. experience.Validation, .. experience.Test];

    private static IReadOnlyList<SampleInfo> Of(Experience experience, Split split) => split switch
    {
        Split.Test => experience.Test,
        Split.Validation => experience.Validation,
        _ => experience.Train,
    };
}
