using PluginHost.Strategies.Tests.Line;

namespace PluginHost.Strategies.Tests;

/// <summary>The toy model at the beginning of experience 1, with a batch of old and new rows; in eval mode, so without dropout.</summary>
internal sealed class ToyScene : IDisposable
{
    private readonly ToyContext _samples = new();

    public ToyScene()
    {
        Model.Build(new()
        {
            Classes = 2,
            Seed = 3,
            Inputs = new Dictionary<string, long[]>(StringComparer.Ordinal) { [BatchKeys.Input] = [8], [BatchKeys.Object] = [4] },
        });
        Model.Module.eval();
        Context = new(Model, Task) { Samples = _samples };
        var draws = Pairs.Select(pair => new Draw { Training = true, Sources = [Source(pair.First), Source(pair.Second)] });
        Batch = Task.Collate([.. draws], _samples);
    }

    public ToyModel Model { get; } = new();

    public ToyTask Task { get; } = new();

    public StubContext Context { get; }

    public Batch Batch { get; }

    // Seven old rows and five new ones.
    private static (int First, int Second)[] Pairs => [(0, 2), (1, 2), (2, 0), (0, 1), (2, 2), (1, 0)];

    /// <summary>Moves to experience 1 as the engine does.</summary>
    public void Grow(IStrategy strategy)
    {
        var hooks = strategy as IIncrementHooks;
        Context.Experience = 1;
        hooks?.BeforeGrowth(Context);
        Model.Grow(Context.SeenLabels, seed: 5);
        hooks?.BeginExperience(Context);
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
        Model.Dispose();
        _samples.Dispose();
    }

    private static DrawSource Source(int label) =>
        new() { Sample = new() { Id = $"Train-{label}-0", Label = label, Split = Split.Train, Index = 0 } };
}
