using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Classes arrive in groups, the data set's last ones first.</summary>
[Component("plugin-name")]
public sealed class PluginNameBenchmark(PluginNameOptions options) : IBenchmark
{
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        int[] order = [.. Enumerable.Range(0, dataset.Info.Classes.Count).Reverse()];
        var builder = new StreamBuilder(dataset.Info, order);
        foreach (var classes in order.Chunk(options.ClassesPerExperience))
        {
            IReadOnlyList<SampleInfo> Of(Split split) => [.. dataset.Samples(split).Where(sample => classes.Contains(sample.Label))];
            builder.Add(new() { Train = Of(Split.Train), Validation = Of(Split.Validation), Test = Of(Split.Test) });
        }

        return builder.Build();
    }
}

/// <summary>Options of the component: these are the defaults.</summary>
public sealed class PluginNameOptions
{
    /// <summary>New classes per experience; the last experience takes what is left.</summary>
    [Range(1, 1000)]
    public int ClassesPerExperience { get; set; } = 2;
}
