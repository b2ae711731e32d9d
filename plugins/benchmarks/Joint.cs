using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Benchmarks;

/// <summary>Options of the joint benchmark.</summary>
public sealed class JointOptions : BenchmarkOptions;

/// <summary>All classes at once, in one experience: what continual learning is measured against.</summary>
/// <param name="options">The options.</param>
[Component("joint")]
public sealed class Joint(JointOptions options) : IBenchmark
{
    /// <inheritdoc/>
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        var order = new ClassOrder(dataset, options, random);
        var content = order.Content(order.Labels);
        var builder = new StreamBuilder(dataset.Info, order.Labels);
        builder.Add(options.Online ? content with { Train = ClassOrder.Shuffled(content.Train, random, 0) } : content);
        return order.Complete(builder.Build(options.Boundaries, options.Online));
    }
}

/// <summary>Options of the unlabelled benchmark.</summary>
public sealed class UnlabelledOptions : BenchmarkOptions
{
    /// <summary>Experiences of the stream; the classes are dealt out over them in their order.</summary>
    [Range(1, 100_000)]
    public int Experiences { get; set; } = 1;
}

/// <summary>
/// Training samples without labels, in experiences whose content drifts from class to class: for self-supervised learning. Validation samples
/// keep their labels, so that a probe can be fitted, and so do test samples.
/// </summary>
/// <param name="options">The options.</param>
[Component("unlabelled")]
public sealed class Unlabelled(UnlabelledOptions options) : IBenchmark
{
    /// <inheritdoc/>
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        var order = new ClassOrder(dataset, options, random);
        var count = Math.Min(options.Experiences, order.Labels.Count);
        var builder = new StreamBuilder(dataset.Info, order.Labels);
        for (var k = 0; k < count; k++)
        {
            int[] labels = [.. order.Labels.Skip(order.Labels.Count * k / count).Take((order.Labels.Count * (k + 1) / count) - (order.Labels.Count * k / count))];
            var content = order.Content(labels);
            builder.Add(content with { Train = ClassOrder.Shuffled(content.Train, random, k), Labelled = false });
        }

        return order.Complete(builder.Build(options.Boundaries, options.Online));
    }
}
