using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Memories;

namespace PluginHost.Classification.Tests;

/// <summary>Parts of online jobs: three experiences of two digits, every sample once.</summary>
internal static class OnlineStream
{
    public static IBenchmark Of(bool boundaries) => new ClassIncremental(new()
    {
        Experiences = [["0", "1"], ["2", "3"], ["4", "5"]],
        Online = true,
        Boundaries = boundaries,
    });

    public static IBenchmark Blurry() => new Blurry(new() { Experiences = 3 });

    public static IMemory Reservoir(int total = 20) => new ReservoirMemory(new() { Total = total });

    /// <summary>The scores of a row in double precision.</summary>
    public static double[] Row(Tensor scores, int row) => [.. scores[row].detach().cpu().data<float>().ToArray().Select(value => (double)value)];

    /// <summary>Cross-entropy of a label over some classes.</summary>
    public static double CrossEntropy(double[] scores, int label, IEnumerable<int> among) =>
        Math.Log(among.Sum(k => Math.Exp(scores[k] - scores[label])));
}
