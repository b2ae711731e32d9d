using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Benchmarks;

/// <summary>Options of benchmarks in which classes arrive in groups.</summary>
public class ClassIncrementalOptions : BenchmarkOptions
{
    /// <summary>New classes per experience; the last experience takes what is left.</summary>
    [Range(1, 100_000)]
    public int ClassesPerExperience { get; set; } = 2;

    /// <summary>Classes of the first experience (half of all in the B50 protocols); classesPerExperience if absent.</summary>
    [Range(1, 100_000)]
    public int? FirstClasses { get; set; }

    /// <summary>Class names per experience, in place of classesPerExperience and classOrder.</summary>
    [MinLength(1)]
    public string[][]? Experiences { get; set; }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check()
    {
        foreach (var finding in base.Check()) yield return finding;
        if (Experiences is null) yield break;
        if (ClassOrder is not null)
            yield return Wrong("classOrder", "both experiences and classOrder are given", "one of them; experiences give the order already");
        if (ShuffleClasses) yield return Wrong("shuffleClasses", "the order is drawn and experiences name it", "one of them");
        for (var i = 0; i < Experiences.Length; i++)
            if (Experiences[i].Length == 0) yield return Wrong($"experiences[{i}]", "the experience has no class", "at least one class name");
    }

    internal IReadOnlyList<IReadOnlyList<int>> Groups(ClassOrder order)
    {
        if (Experiences is { } groups) return [.. groups.Select(group => (IReadOnlyList<int>)[.. group.Select(order.Index)])];
        var first = FirstClasses ?? ClassesPerExperience;
        return [[.. order.Labels.Take(first)], .. order.Labels.Skip(first).Chunk(ClassesPerExperience)];
    }

    internal ClassOrder Order(IDataset dataset, RandomSource random) => new(dataset, this, random, Experiences is null ? null :
        Experiences.SelectMany((group, i) => group.Select((name, j) => (name, $"benchmark.options.experiences[{i}][{j}]"))));
}

/// <summary>Classes arrive in groups, one after the other; at test time all classes seen compete (van de Ven and Tolias, 2019).</summary>
/// <param name="options">The options.</param>
[Component("class-incremental")]
public sealed class ClassIncremental(ClassIncrementalOptions options) : IBenchmark
{
    /// <inheritdoc/>
    public LearningStream Build(IDataset dataset, RandomSource random) => Stream(options, dataset, random, tasks: false);

    internal static LearningStream Stream(ClassIncrementalOptions options, IDataset dataset, RandomSource random, bool tasks)
    {
        var order = options.Order(dataset, random);
        var builder = new StreamBuilder(dataset.Info, order.Labels);
        var groups = options.Groups(order);
        for (var k = 0; k < groups.Count; k++)
        {
            var content = order.Content(groups[k]);
            if (options.Online) content = content with { Train = ClassOrder.Shuffled(content.Train, random, k) };
            builder.Add(content with { TaskId = tasks ? k : null });
        }

        return order.Complete(builder.Build(options.Boundaries, options.Online));
    }
}

/// <summary>
/// Classes arrive in groups, and the learner is told which group a sample belongs to: only the group's classes compete (van de Ven and Tolias,
/// 2019).
/// </summary>
/// <param name="options">The options.</param>
[Component("task-incremental")]
public sealed class TaskIncremental(ClassIncrementalOptions options) : IBenchmark
{
    /// <inheritdoc/>
    public LearningStream Build(IDataset dataset, RandomSource random) => ClassIncremental.Stream(options, dataset, random, tasks: true);
}
