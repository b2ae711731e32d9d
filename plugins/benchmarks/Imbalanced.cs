using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Benchmarks;

/// <summary>How many training samples classes keep.</summary>
public enum ImbalanceProfile
{
    /// <summary>From the first class to the last the number falls by a constant factor.</summary>
    [JsonStringEnumMemberName("exponential")]
    Exponential,

    /// <summary>The first classes keep all, the others the smallest number.</summary>
    [JsonStringEnumMemberName("step")]
    Step,
}

/// <summary>Options of the imbalanced benchmark.</summary>
public sealed class ImbalancedOptions : ClassIncrementalOptions
{
    /// <summary>Samples of the largest class over those of the smallest: 10, 50 or 100 in the papers.</summary>
    [Range(1.0, 1_000_000)]
    public double Ratio { get; set; } = 100;

    /// <summary>How the number falls: exponential or step.</summary>
    public ImbalanceProfile Profile { get; set; }

    /// <summary>Share of the classes that keep all samples with the step profile.</summary>
    [Range(0.0, 1.0)]
    public double Major { get; set; } = 0.5;

    /// <summary>
    /// Whether classes arrive from the largest to the smallest (ordered), in place of arriving in their own order with sizes dealt at random
    /// from the job's seed, or orderSeed (shuffled).
    /// </summary>
    public bool Ordered { get; set; }
}

/// <summary>
/// Long-tailed class-incremental learning: class k of C keeps n r^(-k / (C - 1)) of its training samples (exponential), or n for the first share
/// and n / r for the rest (step), n being the size of the smallest class, and r the ratio (Cui et al., CVPR 2019; Cao et al., NeurIPS 2019).
/// Ordered or shuffled over the stream as in long-tailed class-incremental learning (Liu et al., ECCV 2022). Validation and test samples stay.
/// </summary>
/// <param name="options">The options.</param>
[Component("imbalanced")]
public sealed class Imbalanced(ImbalancedOptions options) : IBenchmark
{
    /// <inheritdoc/>
    /// <exception cref="JobException">The options name classes that do not exist, or the smallest class would keep no sample.</exception>
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        var order = options.Order(dataset, random);
        var sizes = Sizes(order);
        // The rank of each class among the sizes: its place in the order of arrival, or one dealt at random.
        int[] ranks = [.. Enumerable.Range(0, order.Labels.Count)];
        if (!options.Ordered) (options.OrderSeed is { } seed ? new RandomSource(seed) : random).Stream("class-sizes").Shuffle<int>(ranks);
        var kept = order.Labels.Select((label, place) => (label, size: sizes[ranks[place]])).ToDictionary(each => each.label, each => each.size);
        var builder = new StreamBuilder(dataset.Info, order.Labels);
        var groups = options.Groups(order);
        for (var k = 0; k < groups.Count; k++)
        {
            var content = order.Content(groups[k]) with { Train = [.. groups[k].SelectMany(label => Draw(order, label, kept[label], random))] };
            if (options.Online) content = content with { Train = ClassOrder.Shuffled(content.Train, random, k) };
            builder.Add(content);
        }

        return order.Complete(builder.Build(options.Boundaries, options.Online));
    }

    private static IEnumerable<SampleInfo> Draw(ClassOrder order, int label, int count, RandomSource random)
    {
        var all = order.Of(Split.Train, [label]);
        return random.Stream("long-tail", label).Choose(all.Count, count).Order().Select(index => all[index]);
    }

    // As in the released code of Cui et al. and Cao et al., numbers are rounded down.
    private int[] Sizes(ClassOrder order)
    {
        var classes = order.Labels.Count;
        var (smallest, name) = order.Labels.Select(label => (order.Of(Split.Train, [label]).Count, order.Info.Classes[label]))
            .MinBy(each => each.Count);
        var last = (int)(smallest / options.Ratio);
        if (last < 1)
        {
            throw new JobException(new Finding
            {
                Code = "BM0107",
                Where = "benchmark.options.ratio",
                What = $"With a ratio of {options.Ratio} a class would keep none of the {smallest} training samples that '{name}' has",
                Expected = smallest == 0 ? "training samples of every class" : $"a ratio of at most {smallest}",
                Fix = "Lower the ratio, or leave the class out by classOrder.",
            });
        }

        var major = (int)Math.Round(options.Major * classes, MidpointRounding.AwayFromZero);
        return [.. Enumerable.Range(0, classes).Select(k => options.Profile == ImbalanceProfile.Step
            ? k < major ? smallest : last
            : classes == 1 ? smallest : (int)(smallest * Math.Pow(options.Ratio, -(double)k / (classes - 1)) + 1e-9))];
    }
}
