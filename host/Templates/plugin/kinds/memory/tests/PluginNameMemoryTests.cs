// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PluginName.Tests;

public sealed class PluginNameMemoryTests
{
    [Fact]
    public void The_first_of_each_class_are_kept_in_the_order_of_the_classes()
    {
        SampleInfo[] samples = [Sample(1, "c"), Sample(0, "a"), Sample(0, "b"), Sample(1, "d")];

        Assert.Equal(["a", "c"], PluginNameMemory.Choose(samples, 1).Select(sample => sample.Id));
        Assert.Equal(["a", "b", "c", "d"], PluginNameMemory.Choose(samples, 5).Select(sample => sample.Id));
    }

    private static SampleInfo Sample(int label, string id) => new() { Id = id, Label = label, Split = Split.Train };
}

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : MemoryConformance("plugin-kind.plugin-name", "plugin-name");
