// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PluginName.Tests;

public sealed class PluginNameDatasetTests
{
    [Fact]
    public void Classes_are_octaves_apart() => Assert.Equal(1760, PluginNameDataset.Tone(3));

    [Fact]
    public void Each_class_has_as_many_training_clips_as_asked_for()
    {
        var samples = new PluginNameDataset(new() { ClipsPerClass = 3 }).Samples(Split.Train);

        Assert.Equal([3, 3, 3, 3], samples.GroupBy(sample => sample.Label).Select(group => group.Count()));
    }
}

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : DatasetConformance("plugin-kind.plugin-name", "plugin-name", """{ "clipsPerClass": 2 }""");
