// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PluginName.Tests;

public sealed class PluginNameBenchmarkTests
{
    [Fact]
    public void The_last_classes_come_first_and_the_first_one_is_left_for_the_end()
    {
        var stream = new PluginNameBenchmark(new() { ClassesPerExperience = 2 }).Build(new ThreeClasses(), new RandomSource(0));

        Assert.Equal(["c", "b", "a"], stream.ClassNames);
        Assert.Equal([2, 1], stream.Experiences.Select(experience => experience.NewClasses.Count));
        Assert.Equal(["c0", "b0"], stream.Experiences[0].Train.Select(sample => sample.Id));
    }

    private sealed class ThreeClasses : IDataset
    {
        public DatasetInfo Info { get; } = new() { Name = "three", Classes = ["a", "b", "c"] };

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) =>
            [.. Enumerable.Range(0, 3).Select(label => new SampleInfo { Id = $"{Info.Classes[label]}{(int)split}", Label = label, Split = split })];

        public Sample Load(SampleInfo sample) => throw new NotSupportedException();
    }
}

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : BenchmarkConformance("plugin-kind.plugin-name", "plugin-name", """{ "classesPerExperience": 13 }""");
