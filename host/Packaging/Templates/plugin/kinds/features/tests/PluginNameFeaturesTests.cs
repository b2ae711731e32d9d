// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PluginName.Tests;

public sealed class PluginNameFeaturesTests
{
    [Fact]
    public void A_picture_that_stands_still_has_its_brightness_and_no_motion()
    {
        using var scope = NewDisposeScope();
        var frames = full([3, 1, 8, 8], 51, ScalarType.Byte);

        var features = new PluginNameFeatures(new() { Squares = 2 }).Extract(frames, 8);

        Assert.Equal([3, 4], features[SampleKeys.Objects].shape);
        Assert.Equal(0.2, features[SampleKeys.Objects].mean().item<float>(), 1e-6);
        Assert.Equal(0, features[SampleKeys.Motion].abs().max().item<float>());
    }
}

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : FeaturesConformance("plugin-kind.plugin-name", "plugin-name");
