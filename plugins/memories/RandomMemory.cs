namespace PluginHost.Plugins.Memories;

/// <summary>Options of the random memory.</summary>
public sealed class RandomMemoryOptions : BudgetOptions;

/// <summary>
/// The memory of ContAV-Sep: for each class that ended, samples drawn uniformly without replacement; earlier classes keep theirs as long
/// as the budget lets them. The draw depends on the job's seed and the class's label alone.
/// </summary>
/// <param name="options">The options.</param>
[Component("random")]
public sealed class RandomMemory(RandomMemoryOptions options) : RankedMemory(options)
{
    /// <inheritdoc/>
    protected override Func<SampleInfo[], int, int[]> Ranking(ILearningContext context, IReadOnlyList<SampleInfo> candidates) =>
        (samples, most) => context.Random.Stream("exemplar", samples[0].Label).Choose(samples.Length, most);
}
