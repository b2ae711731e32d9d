using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Benchmarks;

/// <summary>Options that every benchmark has: which classes, in which order, and what the learner is told.</summary>
public abstract class BenchmarkOptions : ICheckedOptions
{
    /// <summary>Class names in the order of arrival; the data set's order if absent. Classes left out are not used.</summary>
    [MinLength(1)]
    public string[]? ClassOrder { get; set; }

    /// <summary>Whether the classes arrive in an order drawn from the job's seed, or from orderSeed.</summary>
    public bool ShuffleClasses { get; set; }

    /// <summary>A seed of the order's own, so that jobs of several seeds share an order; the job's seed if absent.</summary>
    [Range(0, long.MaxValue)]
    public long? OrderSeed { get; set; }

    /// <summary>Whether strategies are told where experiences begin and end; false is a task-free stream.</summary>
    public bool Boundaries { get; set; } = true;

    /// <summary>Whether every training sample is seen once, in random order within its experience.</summary>
    public bool Online { get; set; }

    /// <inheritdoc/>
    public virtual IEnumerable<Finding> Check()
    {
        if (OrderSeed is not null && !DrawsOrder)
            yield return Wrong("orderSeed", "a seed of the order is given, but no order is drawn", "shuffleClasses true");
    }

    /// <summary>Whether anything of the order is drawn.</summary>
    internal virtual bool DrawsOrder => ShuffleClasses;

    /// <summary>What the order is drawn from: the order's own seed where there is one.</summary>
    internal RandomSource OrderSource(RandomSource random) => OrderSeed is { } seed ? new RandomSource(seed) : random;

    internal static Finding Wrong(string where, string what, string expected) =>
        new() { Code = "BM0001", Where = where, What = what, Expected = expected };
}

/// <summary>The classes of a job in their order of arrival, and their samples.</summary>
internal sealed class ClassOrder
{
    private readonly Dictionary<Split, ILookup<int, SampleInfo>> _samples;

    /// <summary>Settles the order.</summary>
    /// <exception cref="JobException">The options name classes that do not exist, or one twice.</exception>
    public ClassOrder(IDataset dataset, BenchmarkOptions options, RandomSource random, IEnumerable<(string Name, string Where)>? named = null)
    {
        Info = dataset.Info;
        named ??= (options.ClassOrder ?? []).Select((name, i) => (name, $"benchmark.options.classOrder[{i}]"));
        (string Name, string Where)[] given = [.. named];
        Check(Info.Classes, given);
        int[] labels = given.Length > 0
            ? [.. given.Select(each => Index(each.Name))]
            : [.. Enumerable.Range(0, Info.Classes.Count)];
        if (options.ShuffleClasses) options.OrderSource(random).Stream("class-order").Shuffle<int>(labels);
        Labels = labels;
        _samples = Enum.GetValues<Split>().ToDictionary(
            split => split, split => dataset.Samples(split).Where(sample => sample.Labels.Count > 0).ToLookup(sample => sample.Label));
    }

    /// <summary>The data set.</summary>
    public DatasetInfo Info { get; }

    /// <summary>The data set's labels in the order of arrival.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>The label of a class name.</summary>
    public int Index(string name) => Array.IndexOf([.. Info.Classes], name);

    /// <summary>The samples of some classes in a split, class by class.</summary>
    public IReadOnlyList<SampleInfo> Of(Split split, IEnumerable<int> labels) => [.. labels.SelectMany(label => _samples[split][label])];

    /// <summary>All samples of some classes as an experience.</summary>
    public ExperienceContent Content(IReadOnlyList<int> labels) => new()
    {
        Train = Of(Split.Train, labels),
        Validation = Of(Split.Validation, labels),
        Test = Of(Split.Test, labels),
    };

    /// <summary>Puts training samples into a random order, as an online stream needs.</summary>
    public static IReadOnlyList<SampleInfo> Shuffled(IReadOnlyList<SampleInfo> samples, RandomSource random, int experience)
    {
        SampleInfo[] shuffled = [.. samples];
        random.Stream("arrival", experience).Shuffle<SampleInfo>(shuffled);
        return shuffled;
    }

    /// <summary>A stream in which every class of the order is learned.</summary>
    /// <param name="stream">The stream.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="JobException">A class has no training sample in it, so that it would be missing without a word.</exception>
    public LearningStream Complete(LearningStream stream)
    {
        var learned = stream.ClassNames.ToHashSet(StringComparer.Ordinal);
        Finding[] findings = [.. Labels.Where(label => !learned.Contains(Info.Classes[label])).Select(label => new Finding
        {
            Code = "BM0108",
            Where = "benchmark",
            What = $"The stream has no training sample of the class '{Info.Classes[label]}'",
            Expected = "at least one of every class",
            Fix = "Leave the class out by classOrder, or change what the stream takes from the data set.",
        })];
        return findings.Length == 0 ? stream : throw new JobException(findings);
    }

    private static void Check(IReadOnlyList<string> classes, (string Name, string Where)[] given)
    {
        var findings = new List<Finding>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, where) in given)
        {
            if (!classes.Contains(name, StringComparer.Ordinal))
            {
                var nearest = NearestName.Find(name, classes);
                findings.Add(new()
                {
                    Code = "BM0101",
                    Where = where,
                    What = $"The data set has no class '{name}'",
                    Expected = $"one of {string.Join(", ", classes)}",
                    Fix = nearest is null ? null : $"Did you mean '{nearest}'?",
                });
            }
            else if (!seen.Add(name))
            {
                findings.Add(new() { Code = "BM0102", Where = where, What = $"The class '{name}' is named twice", Expected = "each class once" });
            }
        }

        if (classes.Count == 0) findings.Add(new() { Code = "BM0103", What = "The data set has no classes", Expected = "at least one" });
        if (findings.Count > 0) throw new JobException(findings);
    }
}
