// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PluginName.Tests;

public sealed class PluginNameStrategyTests
{
    [Fact]
    public void Rows_of_weight_one_change_nothing() => Assert.Equal(0, PluginNameStrategy.Share(1, 3, 8));

    [Fact]
    public void Half_of_the_rows_at_weight_zero_take_half_of_their_mean_away() => Assert.Equal(-0.5, PluginNameStrategy.Share(0, 4, 8));
}

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : StrategyConformance("plugin-kind.plugin-name", "plugin-name", """{ "memoryWeight": 2 }""");
