using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Benchmarks;

/// <summary>Options of the few-shot benchmark.</summary>
public sealed class FewShotOptions : BenchmarkOptions
{
    /// <summary>Classes of the base session, learned from all their samples (60 of 100 in the usual protocol).</summary>
    [Range(1, 100_000)]
    public int BaseClasses { get; set; } = 6;

    /// <summary>New classes of each later session (N-way).</summary>
    [Range(1, 100_000)]
    public int Ways { get; set; } = 2;

    /// <summary>Training samples of each new class in later sessions (K-shot), drawn from the job's seed.</summary>
    [Range(1, 100_000)]
    public int Shots { get; set; } = 5;
}

/// <summary>
/// Few-shot class-incremental learning (Tao et al., CVPR 2020): a base session with many samples, then sessions of N new classes with K samples
/// each.
/// </summary>
/// <param name="options">The options.</param>
[Component("few-shot")]
public sealed class FewShot(FewShotOptions options) : IBenchmark
{
    /// <inheritdoc/>
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        var order = new ClassOrder(dataset, options, random);
        var builder = new StreamBuilder(dataset.Info, order.Labels);
        IReadOnlyList<int[]> groups =
            [[.. order.Labels.Take(options.BaseClasses)], .. order.Labels.Skip(options.BaseClasses).Chunk(options.Ways)];
        for (var k = 0; k < groups.Count; k++)
        {
            var content = order.Content(groups[k]);
            if (k > 0) content = content with { Train = [.. groups[k].SelectMany(label => Draw(order, label, random))] };
            if (options.Online) content = content with { Train = ClassOrder.Shuffled(content.Train, random, k) };
            builder.Add(content);
        }

        return order.Complete(builder.Build(options.Boundaries, options.Online));
    }

    private IEnumerable<SampleInfo> Draw(ClassOrder order, int label, RandomSource random)
    {
        var all = order.Of(Split.Train, [label]);
        if (all.Count >= options.Shots) return random.Stream("shots", label).Choose(all.Count, options.Shots).Order().Select(index => all[index]);
        throw new JobException(new Finding
        {
            Code = "BM0106",
            Where = "benchmark.options.shots",
            What = $"The class '{order.Info.Classes[label]}' has {all.Count} training samples, fewer than the {options.Shots} shots asked for",
            Expected = $"at most {all.Count} shots",
            Fix = "Ask for fewer shots, or leave the class out by classOrder.",
        });
    }
}
