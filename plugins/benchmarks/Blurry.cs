using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Benchmarks;

/// <summary>Options of the blurry benchmark. An online stream without boundaries is its usual form.</summary>
public sealed class BlurryOptions : BenchmarkOptions
{
    /// <summary>Creates the defaults.</summary>
    public BlurryOptions()
    {
        ShuffleClasses = true;
        Boundaries = false;
        Online = true;
    }

    /// <summary>Experiences of the stream.</summary>
    [Range(1, 10_000)]
    public int Experiences { get; set; } = 5;

    /// <summary>Share of the classes that occur in one experience only.</summary>
    [Range(0.0, 1.0)]
    public double DisjointRatio { get; set; } = 0.5;

    /// <summary>Share of the other classes' samples that move to a random experience.</summary>
    [Range(0.0, 1.0)]
    public double BlurryRatio { get; set; } = 0.1;
}

/// <summary>
/// Si-Blurry (Moon et al., ICCV 2023): some classes are disjoint, each in one random experience; of the others a share of samples is scattered
/// over all experiences, so classes come back and boundaries blur.
/// </summary>
/// <param name="options">The options.</param>
[Component("blurry")]
public sealed class Blurry(BlurryOptions options) : IBenchmark
{
    /// <inheritdoc/>
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        var order = new ClassOrder(dataset, options, random);
        var disjoint = (int)Math.Round(options.DisjointRatio * order.Labels.Count, MidpointRounding.AwayFromZero);
        var train = Enumerable.Range(0, options.Experiences).Select(_ => new List<SampleInfo>()).ToArray();
        for (var i = 0; i < order.Labels.Count; i++)
        {
            // In turn, over classes in random order: equally many classes begin in each experience, disjoint and blurry ones alike.
            var home = (i < disjoint ? i : i - disjoint) % options.Experiences;
            SampleInfo[] samples = [.. order.Of(Split.Train, [order.Labels[i]])];
            var stream = random.Stream("blurry", order.Labels[i]);
            stream.Shuffle<SampleInfo>(samples);
            var scattered = i < disjoint ? 0 : (int)Math.Round(options.BlurryRatio * samples.Length, MidpointRounding.AwayFromZero);
            for (var j = 0; j < samples.Length; j++) train[j < scattered ? stream.Next(options.Experiences) : home].Add(samples[j]);
        }

        var builder = new StreamBuilder(dataset.Info, order.Labels);
        var met = new HashSet<int>();
        for (var k = 0; k < train.Length; k++)
        {
            int[] fresh = [.. train[k].Select(sample => sample.Label).Distinct().Where(met.Add)];
            var content = order.Content([.. order.Labels.Where(fresh.Contains)]);
            builder.Add(content with { Train = options.Online ? ClassOrder.Shuffled(train[k], random, k) : train[k] });
        }

        return order.Complete(builder.Build(options.Boundaries, options.Online));
    }
}
