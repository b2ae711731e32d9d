using PluginHost.Plugins.Der;
using PluginHost.Strategies.Tests.Line;

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
    public void The_terms_are_the_cross_entropies_to_the_stored_scores_and_to_the_label_of_an_exemplar()
    {
        double[] x = [1, 0.5];
        double[][] before = [[1, -0.5], [0.25, 2], [0.5, 0.5]], after = [[0.5, 0.5], [1, 1], [-1, 0.75]];
        using var model = new ClassModel(new double[,] { { 1, -0.5 }, { 0.25, 2 } });
        using var strategy = new DerStrategy(new() { Alpha = 2, Beta = 3 });
        // The memory holds one sample, so chance has nothing to choose; the row of the third class begins at 0.5.
        var samples = new LineSamples((0, x, 0), (2, [0.5, 3], 0));
        using var scene = new Scene(model, new ClassTask(), samples, Scene.Stream(samples.Infos), [strategy], new ToyMemory(perClass: 1));
        scene.Next();
        model.Set(new double[,] { { 0.5, 0.5 }, { 1, 1 }, { -1, 0.75 } });
        using var batch = scene.Context.MakeBatch([new(samples.Infos[1], FromMemory: false)], "test", []);

        var terms = scene.Loss(batch).Terms;

        double[] stored = Softmax(before), now = Softmax(after);
        terms.Select(term => (term.Name, term.Weight)).ShouldBe([("base", 1), ("stored", 2), ("replay", 3)]);
        terms[1].Value.ToDouble().ShouldBe(-stored.Zip(now, (p, q) => p * Math.Log(q)).Sum(), 1e-12);
        terms[2].Value.ToDouble().ShouldBe(-Math.Log(now[0]), 1e-12);

        double[] Softmax(double[][] rows)
        {
            double[] powers = [.. rows.Select(row => Math.Exp((row[0] * x[0]) + (row[1] * x[1])))];
            return [.. powers.Select(power => power / powers.Sum())];
        }
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
