using System.Text.Json.Nodes;
using PluginHost.PluginKit.Jobs;

namespace PluginHost.PluginKit.Kinds;

/// <summary>
/// What every engine must be able to do: carry the tiny job out, stop after any step and continue, and say in its results how many bytes model,
/// memory and strategies hold.
/// </summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
/// <param name="task">The task of the job around it.</param>
public abstract class EngineConformance(string plugin, string name, string options = "{}", string task = TinyJob.Separation)
    : TrainingConformance(plugin, "engine", name, options, task)
{
    private static readonly string[] s_sizes = ["modelBytes", "memoryBytes", "strategyBytes"];

    /// <inheritdoc/>
    protected override bool StopsEverywhere => true;

    /// <summary>Every experience of <c>metrics.json</c> has the bytes of model, memory and strategies; those of a model are above 0.</summary>
    [SkippableFact]
    public void Its_results_hold_the_bytes_of_model_memory_and_strategies()
    {
        var run = Done(Report.First, "run");
        var experiences = JsonNode.Parse(run.Metrics)!["experiences"]!.AsArray();
        Assert.NotEmpty(experiences);
        foreach (var experience in experiences)
        {
            foreach (var size in s_sizes) Assert.True(experience![size] is not null, $"an experience of metrics.json has no {size}");
            Assert.True((long)experience!["modelBytes"]! > 0, "a model of no bytes");
        }
    }
}
