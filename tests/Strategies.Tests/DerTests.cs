using PluginHost.Plugins.Der;
using PluginHost.Strategies.Tests.Line;

namespace PluginHost.Strategies.Tests;

public sealed class DerTests
{
    [Fact]
    public void Stored_outputs_are_those_of_the_model_before_training_and_are_restored_with_the_state()
    {
        using var scene = new ToyScene();
        using var samples = new ToyContext();
        var context = new StubContext(scene.Model, scene.Task) { Memory = new FixedMemory(), Samples = samples, Experience = 1 };
        using var strategy = new DerStrategy(new() { Alpha = 2, Beta = 3 });
        scene.Model.Grow(3, seed: 5);
        strategy.BeginExperience(context);
        var same = Terms(strategy, context, scene.Batch);
        same.Select(term => (term.Name, term.Weight)).ShouldBe([("base", 1), ("stored", 2), ("replay", 3)]);
        same[1].Value.ToDouble().ShouldBe(0, 1e-6);

        scene.Disturb();
        var moved = Terms(strategy, context, scene.Batch)[1].Value.ToDouble();
        moved.ShouldBeGreaterThan(0.001);
        var state = new StateBag();
        strategy.SaveState(state);
        state.Tensors.Count.ShouldBe(2 * 4);
        using var other = new DerStrategy(new() { Alpha = 2, Beta = 3 });
        other.LoadState(state, context);
        Terms(other, context, scene.Batch)[1].Value.ToDouble().ShouldBe(moved);
    }

    [Fact]
    public void Exemplars_are_replayed_beside_the_training_list_and_not_in_it()
    {
        using var context = new ToyContext();
        using var strategy = new DerStrategy(new());
        TrainingEntry[] proposed = [new(Sample(2), false), new(Sample(0), true)];
        strategy.Choose(context, proposed).ShouldHaveSingleItem().Sample.Label.ShouldBe(2);
    }

    private static IReadOnlyList<LossTerm> Terms(DerStrategy strategy, StubContext context, Batch batch)
    {
        var loss = context.Loss(batch);
        strategy.AddTerms(loss);
        return loss.Terms;
    }

    private static SampleInfo Sample(int label) => new() { Id = $"Train-{label}-0", Label = label, Split = Split.Train, Index = 0 };

    private sealed class FixedMemory : IMemory
    {
        public IReadOnlyList<Exemplar> Exemplars { get; } = [new() { Sample = Sample(0) }, new() { Sample = Sample(1) }];

        public long Bytes => 0;

        public void Insert(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
        {
        }

        public void SaveState(StateBag state)
        {
        }

        public void LoadState(StateBag state, ILearningContext context)
        {
        }
    }
}
