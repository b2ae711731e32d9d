namespace PluginHost.Memories.Tests;

/// <summary>Pearson's statistic of counts that should be equal.</summary>
internal static class ChiSquare
{
    /// <summary>The statistic where each run drew several of the items without replacement.</summary>
    /// <param name="counts">How often each item was drawn; items never drawn included.</param>
    /// <param name="runs">Runs.</param>
    /// <param name="taken">Items drawn in each.</param>
    /// <returns>A value that follows chi-square with counts - 1 degrees of freedom.</returns>
    /// <remarks>Counts of such draws have variance runs p (1 - p) and correlation -1 / (k - 1), with p = taken / k.</remarks>
    public static double OfDraws(IReadOnlyCollection<int> counts, int runs, int taken)
    {
        counts.Sum().ShouldBe(runs * taken);
        var k = (double)counts.Count;
        var p = taken / k;
        return counts.Sum(count => Math.Pow(count - (runs * p), 2)) / (runs * p * (1 - p) * k / (k - 1));
    }
}
