using PluginHost.Instruments.Catalog;
using PluginHost.Plugins.DatasetSynthetic;

namespace DataSets.Tests.Synthetic;

/// <summary>The default set, made once for all tests: 8 classes, 20 training and 6 test clips.</summary>
public sealed class SyntheticSet
{
    public const int Train = 20;
    public const int Test = 6;

    public SyntheticSet()
    {
        Options = new SyntheticOptions();
        var instruments = Options.Classes.Select(InstrumentCatalog.Get).ToArray();
        Clips = new SyntheticClip[instruments.Length][];
        for (var i = 0; i < instruments.Length; i++) Clips[i] = new SyntheticClip[Train + Test];
        Parallel.For(0, instruments.Length * (Train + Test), index =>
        {
            var (label, clip) = (index / (Train + Test), index % (Train + Test));
            var id = clip < Train ? $"{instruments[label].Name}-train-{clip:000}" : $"{instruments[label].Name}-test-{clip - Train:000}";
            Clips[label][clip] = new SyntheticClip(Options, instruments[label], id);
        });
    }

    public SyntheticOptions Options { get; }

    /// <summary>By class, training clips first.</summary>
    public SyntheticClip[][] Clips { get; }

    /// <summary>Share of test clips nearest to the mean of their own class's training clips.</summary>
    public double NearestMean(Func<SyntheticClip, double[]> describe)
    {
        var all = Clips.Select(clips => clips.Select(describe).ToArray()).ToArray();
        var means = all.Select(clips => Mean(clips[..Train])).ToArray();
        var right = 0;
        for (var label = 0; label < all.Length; label++)
        {
            foreach (var clip in all[label].Skip(Train))
            {
                var nearest = Enumerable.Range(0, means.Length).MinBy(k => clip.Zip(means[k], (a, b) => (a - b) * (a - b)).Sum());
                if (nearest == label) right++;
            }
        }

        return right / (double)(all.Length * Test);
    }

    private static double[] Mean(double[][] clips) => [.. Enumerable.Range(0, clips[0].Length).Select(d => clips.Average(clip => clip[d]))];
}
