using PluginHost.PluginKit.Jobs;

// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PluginName.Tests;

public sealed class PluginNameModelTests
{
    [Fact]
    public void It_grows_and_its_copy_stays_as_it_was()
    {
        using var model = new PluginNameModel(new() { Hidden = 4 });
        model.Build(new() { Classes = 2, Seed = 7, Inputs = new Dictionary<string, long[]> { [BatchKeys.Input] = [3, 2] } });
        using var teacher = model.Clone();

        model.Grow(5, seed: 3);

        Assert.Equal((5, 2), (model.Classes, teacher.Classes));
        Assert.Equal([5, 4], model.Weight.shape);
    }

    [Fact]
    public void An_input_has_as_many_numbers_as_its_shape_says() => Assert.Equal(24, PluginNameModel.Inputs([2, 3, 4]));
}

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : ModelConformance("plugin-kind.plugin-name", "plugin-name", task: TinyJob.Classification);
