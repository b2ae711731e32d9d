using PluginHost.Replay;

namespace PluginName;

/// <summary>Keeps the first samples of each class.</summary>
[Component("plugin-name")]
public sealed class PluginNameMemory(PluginNameOptions options) : RankedMemory(options)
{
    /// <summary>Ranks the samples of a class, the one to keep longest first: at most so many indices.</summary>
    public static int[] Rank(SampleInfo[] samples, int most) => [.. Enumerable.Range(0, samples.Length).Take(most)];

    protected override Func<SampleInfo[], int, int[]> Ranking(ILearningContext context, IReadOnlyList<SampleInfo> candidates) => Rank;
}

/// <summary>Options of the component: perClass, total or bytes.</summary>
public sealed class PluginNameOptions : BudgetOptions;
