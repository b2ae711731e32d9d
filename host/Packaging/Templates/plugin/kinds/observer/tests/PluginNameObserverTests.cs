// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PluginName.Tests;

public sealed class PluginNameObserverTests
{
    [Fact]
    public void Only_every_second_step_counts()
    {
        var observer = new PluginNameObserver(new() { Every = 2 }, run: null!);
        for (var step = 0; step < 5; step++) observer.OnEvent(Step(step));

        Assert.Equal(2, observer.Counted);
    }

    private static StepCompleted Step(int step) => new()
    {
        Experience = 0, Phase = "main", Epoch = 0, Step = step, Steps = 5, Loss = 1, Terms = [], Rates = [], StepsPerSecond = 1,
    };
}

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : ObserverConformance("plugin-kind.plugin-name", "plugin-name");
