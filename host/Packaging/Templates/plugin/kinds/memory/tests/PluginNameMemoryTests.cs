// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PluginName.Tests;

public sealed class PluginNameMemoryTests
{
    [Fact]
    public void The_first_ones_are_kept_and_a_small_class_whole()
    {
        SampleInfo[] samples = [Sample("c"), Sample("a"), Sample("b")];

        Assert.Equal([0, 1], PluginNameMemory.Rank(samples, 2));
        Assert.Equal([0, 1, 2], PluginNameMemory.Rank(samples, 5));
    }

    private static SampleInfo Sample(string id) => new() { Id = id, Label = 0, Split = Split.Train };
}

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : MemoryConformance("plugin-kind.plugin-name", "plugin-name");
