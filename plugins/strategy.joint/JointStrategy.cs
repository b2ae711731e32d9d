namespace PluginHost.Plugins.Joint;

/// <summary>Merges all experiences into one, with their training budgets added up: a fresh model learns every class at once.</summary>
[Component("joint")]
[Declares("memory", "none")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing; it trains on all samples at once")]
[Declares("fits", "a bound, not a method")]
[Evidence("JointTests.Joint_training_merges_all_experiences_into_one", Table = "comparisons/small/table-1.json")]
public sealed class JointStrategy : IStrategy, IStreamPlan
{
    /// <inheritdoc/>
    public LearningStream Arrange(LearningStream stream) => stream with
    {
        Experiences =
        [
            new()
            {
                Index = 0,
                Train = Joined(stream, experience => experience.Train, keepOrder: stream.Online),
                Validation = Joined(stream, experience => experience.Validation),
                Test = Joined(stream, experience => experience.Test),
                Classes = Labels(stream, experience => experience.Classes),
                NewClasses = Labels(stream, experience => experience.NewClasses),
                Merged = stream.Experiences.Sum(experience => experience.Merged),
            },
        ],
    };

    private static IReadOnlyList<int> Labels(LearningStream stream, Func<Experience, IReadOnlyList<int>> labels) =>
        [.. stream.Experiences.SelectMany(labels).Distinct().Order()];

    private static IReadOnlyList<SampleInfo> Joined(
        LearningStream stream, Func<Experience, IReadOnlyList<SampleInfo>> samples, bool keepOrder = false)
    {
        var all = stream.Experiences.SelectMany(samples).DistinctBy(sample => sample.Id, StringComparer.Ordinal);
        return keepOrder ? [.. all] : [.. all.OrderBy(sample => sample.Label)];
    }
}
