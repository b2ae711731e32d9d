using PluginHost.Learning.Separation;
using PluginHost.Training;

namespace PluginHost.Strategies.Tests;

/// <summary>The toy model with a batch of old and new rows; in eval mode, so without dropout.</summary>
internal sealed class ToyScene : IDisposable
{
    private readonly SampleStore _samples;
    private readonly Scene _scene;

    public ToyScene(IStrategy strategy, IMemory? memory = null, int classes = 2)
    {
        Model.Build(new()
        {
            Classes = classes,
            Seed = 3,
            Inputs = new Dictionary<string, long[]>(StringComparer.Ordinal) { [BatchKeys.Input] = [8], [SeparationKeys.Object] = [4] },
        });
        Model.Module.eval();
        var dataset = new ToyDataset(classes: 4);
        _samples = new(dataset, dataset.Info.Classes, features: null, capacity: 100);
        _scene = new(Model, Task, _samples, Scene.Stream(dataset.Samples(Split.Train)), [strategy], memory);
        var draws = Pairs.Select(pair => new Draw { Training = true, Sources = [Source(pair.First, 0), Source(pair.Second, 1)] });
        Batch = Task.Collate([.. draws], _samples);
    }

    public ToyModel Model { get; } = new();

    public ToyTask Task { get; } = new();

    public LearningContext Context => _scene.Context;

    public Scene Steps => _scene;

    public Batch Batch { get; }

    // Seven old rows and five new ones.
    private static (int First, int Second)[] Pairs => [(0, 2), (1, 2), (2, 0), (0, 1), (2, 2), (1, 0)];

    /// <summary>Moves to the next experience as the engine does.</summary>
    public void Grow() => _scene.Next();

    /// <summary>The terms of a step on the batch.</summary>
    public LossContext Loss() => _scene.Loss(Batch);

    /// <summary>The terms of a step on samples of the first experience.</summary>
    public LossContext FirstLoss()
    {
        TrainingEntry[] entries = [.. Context.Stream.Experiences[0].Train.Take(4).Select(sample => new TrainingEntry(sample, FromMemory: false))];
        using var batch = Context.MakeBatch(entries, "test", []);
        return _scene.Loss(batch);
    }

    /// <summary>Changes every parameter a little.</summary>
    public void Disturb()
    {
        using var noGrad = no_grad();
        manual_seed(9);
        foreach (var parameter in Model.Module.parameters()) parameter.add_(randn_like(parameter), 0.1);
    }

    public void Dispose()
    {
        Batch.Dispose();
        _scene.Dispose();
        Model.Dispose();
        _samples.Dispose();
    }

    private static DrawSource Source(int label, int index) =>
        new() { Sample = new() { Id = $"Train-{label}-{index}", Label = label, Split = Split.Train, Index = index } };
}
