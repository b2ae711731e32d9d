// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PluginName.Tests;

public sealed class PluginNameSeparatorTests
{
    [Fact]
    public void It_grows_and_its_copy_stays_as_it_was()
    {
        using var separator = new PluginNameSeparator(new() { Channels = 4 });
        separator.Build(new()
        {
            Classes = 2,
            Seed = 7,
            Inputs = new Dictionary<string, long[]> { [BatchKeys.Input] = [1, 8, 6], [SeparationKeys.Object] = [5] },
        });
        using var teacher = separator.Clone();

        separator.Grow(4, seed: 3);

        Assert.Equal((4, 2), (separator.Classes, teacher.Classes));
    }
}

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : ModelConformance("plugin-kind.plugin-name", "plugin-name", """{ "channels": 4 }""");
