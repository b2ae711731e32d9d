using System.Runtime.CompilerServices;

namespace PluginHost.Training;

/// <summary>The samples of a stretch of a stream.</summary>
public static class StreamSamples
{
    // Each stream's samples are listed once: the samples up to an experience are the beginning of those up to a later one.
    private static readonly ConditionalWeakTable<LearningStream, Beginnings[]> s_lists = new();

    /// <summary>The samples of all experiences up to one, each once.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="split">Which samples.</param>
    /// <param name="experience">The index of the last experience that counts.</param>
    /// <returns>The samples in the order of the stream.</returns>
    public static IReadOnlyList<SampleInfo> SamplesUpTo(this LearningStream stream, Split split, int experience) =>
        s_lists.GetValue(stream, listed => [.. Enum.GetValues<Split>().Select(each => new Beginnings(listed, each))])
            .First(list => list.Split == split).UpTo(experience);

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

    private sealed class Beginnings(LearningStream stream, Split split)
    {
        private readonly Lazy<(SampleInfo[] Samples, int[] Ends)> _list = new(() =>
        {
            var samples = new List<SampleInfo>();
            var known = new HashSet<string>(StringComparer.Ordinal);
            int[] ends = [.. stream.Experiences.Select(experience =>
            {
                samples.AddRange(Of(experience, split).Where(sample => known.Add(sample.Id)));
                return samples.Count;
            })];
            return ([.. samples], ends);
        });

        public Split Split => split;

        public IReadOnlyList<SampleInfo> UpTo(int experience)
        {
            var (samples, ends) = _list.Value;
            var count = ends.Length == 0 ? 0 : ends[Math.Min(experience, ends.Length - 1)];
            return new ArraySegment<SampleInfo>(samples, 0, count);
        }
    }
}
