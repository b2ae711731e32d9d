using PluginHost.Plugins.Der;

namespace PluginHost.Strategies.Tests;

public sealed class DerTests
{
    [Fact]
    public void Stored_outputs_are_those_of_the_model_before_training_and_are_restored_with_the_state()
    {
        using var strategy = new DerStrategy(new() { Alpha = 2, Beta = 3 });
        using var scene = new ToyScene(strategy, new ToyMemory(perClass: 1));
        scene.Grow();
        var same = scene.Loss().Terms;
        same.Select(term => (term.Name, term.Weight)).ShouldBe([("base", 1), ("stored", 2), ("replay", 3)]);
        same[1].Value.ToDouble().ShouldBe(0, 1e-6);

        scene.Disturb();
        var moved = scene.Loss().Terms[1].Value.ToDouble();
        moved.ShouldBeGreaterThan(0.001);
        var state = Scene.Saved(strategy);
        state.Tensors.Count.ShouldBe(2 * 4);
        strategy.Dispose();
        scene.Loss().Terms.Count.ShouldBe(1);
        strategy.LoadState(state, scene.Context);
        scene.Loss().Terms[1].Value.ToDouble().ShouldBe(moved);
    }

    [Fact]
    public void Exemplars_are_replayed_beside_the_training_list_and_not_in_it()
    {
        using var strategy = new DerStrategy(new());
        using var scene = new ToyScene(strategy, new ToyMemory());
        TrainingEntry[] proposed = [new(Sample(2), false), new(Sample(0), true)];
        scene.Steps.Hooks.ChooseEntries(proposed).ShouldHaveSingleItem().Sample.Label.ShouldBe(2);
    }

    private static SampleInfo Sample(int label) => new() { Id = $"Train-{label}-0", Label = label, Split = Split.Train, Index = 0 };
}
