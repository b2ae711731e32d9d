// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PluginName.Tests;

public sealed class PluginNameMetricTests
{
    [Fact]
    public void An_offset_is_its_own_error_and_silence_is_skipped()
    {
        var sample = new SampleInfo { Id = "a", Label = 0, Split = Split.Test };
        var draw = new Draw { Sources = [new() { Sample = sample }, new() { Sample = sample }], Training = false };
        using var prediction = new Prediction([draw], new Dictionary<string, Tensor>
        {
            [SeparationKeys.Estimates] = tensor(new float[,] { { 1.5f, 2.5f }, { 1, 1 } }),
            [SeparationKeys.References] = tensor(new float[,] { { 1, 2 }, { 0, 0 } }),
        });

        var rows = new PluginNameMetric(new()).Measure(prediction);

        Assert.Equal(0.5, rows[0]![0], 1e-6);
        Assert.Null(rows[1]);
    }
}

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : MetricConformance("plugin-kind.plugin-name", "plugin-name");
