namespace PluginHost.Memories.Tests;

public sealed class LongestOptions : BudgetOptions;

/// <summary>Keeps the samples of each class that take most bytes.</summary>
public sealed class LongestMemory(LongestOptions options) : RankedMemory(options)
{
    protected override Func<SampleInfo[], int, int[]> Ranking(ILearningContext context, IReadOnlyList<SampleInfo> candidates) =>
        (samples, most) => [.. Enumerable.Range(0, samples.Length).OrderByDescending(i => SizeOf(context, samples[i])).Take(most)];
}
