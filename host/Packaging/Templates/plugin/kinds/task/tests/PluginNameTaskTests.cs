using PluginHost.PluginKit.Jobs;

// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PluginName.Tests;

public sealed class PluginNameTaskTests
{
    [Fact]
    public void The_loss_is_the_squared_distance_to_the_label_and_zero_outside_the_competition()
    {
        using var scope = NewDisposeScope();
        var draw = new Draw { Training = true, Sources = [new() { Sample = new() { Id = "a", Label = 1, Split = Split.Train } }] };
        using var batch = new Batch([draw], new Dictionary<string, Tensor>());
        var output = new ModelOutput(null, new Dictionary<string, Tensor> { [OutputKeys.Logits] = tensor(new float[,] { { 2, 4, -1 } }) });
        var task = new PluginNameTask(new());

        Assert.Equal(4 + 9 + 1, task.RowLoss(output, batch).item<float>());
        Assert.Equal(9 + 1, task.RowLoss(output, batch, [1, 2]).item<float>());
        Assert.Equal(0, task.RowLoss(output, batch, [0, 2]).item<float>());
    }
}

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : TaskConformance("plugin-kind.plugin-name", "plugin-name", task: TinyJob.Classification);
