using PluginHost.Plugins.Ewc;
using PluginHost.Strategies.Tests.Line;

namespace PluginHost.Strategies.Tests;

public sealed class EwcTests
{
    // Gradients by hand, (q·x - t)·x over the rows of a batch: [[0.5, 0], [0, -3]] and [[2, 2], [0, 0]].
    private static readonly double[] FirstFisher = [2.125, 2, 0, 4.5];

    [Fact]
    public void Importance_is_the_mean_over_batches_of_the_squared_gradient_and_leaves_buffers_out()
    {
        using var model = Model();
        using var importance = Importance.Estimate(Context(model), [], passes: 3);
        importance.Names.ShouldBe(["queries.weight"]);
        Values(importance["queries.weight"].Fisher).ShouldBe(FirstFisher);
        Values(importance["queries.weight"].Anchor).ShouldBe([1, 2, 3, -1]);
    }

    [Fact]
    public void The_penalty_and_its_gradient_are_those_of_the_closed_form_and_new_rows_are_free()
    {
        using var model = Model();
        var context = Context(model);
        using var strategy = new EwcStrategy(new() { Weight = 10 });
        strategy.EndExperience(context);
        context.Experience = 1;
        model.Grow(3, 0);
        model.Set(new double[,] { { 2, 2 }, { 3, 0 }, { 7, 7 } });

        var loss = context.Loss(context.Batches[0]);
        strategy.AddTerms(loss);

        var term = loss.Terms[1];
        term.Weight.ShouldBe(10);
        term.Value.ToDouble().ShouldBe(0.5 * (2.125 + 4.5), 1e-12);
        model.Module.zero_grad();
        term.Value.backward();
        Values(model.Queries.grad!).ShouldBe([2.125, 0, 0, 4.5, 0, 0]);
    }

    [Fact]
    public void The_models_own_loss_counts_in_the_importance()
    {
        using var model = Model();
        model.OwnWeight = 2;
        using var importance = Importance.Estimate(Context(model), [], passes: 1);
        // 2 is added to every gradient: [[2.5, 2], [2, -1]] and [[4, 4], [2, 2]].
        Values(importance["queries.weight"].Fisher).ShouldBe([11.125, 10, 4, 2.5]);
    }

    [Fact]
    public void Of_several_grown_parameters_the_old_parts_are_held_and_the_new_ones_are_free()
    {
        using var classifier = nn.Linear(2, 3, dtype: ScalarType.Float64);
        using (no_grad())
        {
            classifier.weight!.copy_(tensor(new double[,] { { 1, 2 }, { 3, 4 }, { 50, 60 } }));
            classifier.bias!.copy_(tensor(new double[] { 5, 6, 70 }));
        }

        var held = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["fisher/weight"] = tensor(new double[,] { { 1, 10 }, { 100, 1000 } }),
            ["anchor/weight"] = tensor(new double[,] { { 0, 0 }, { 2, 4 } }),
            ["fisher/bias"] = tensor(new double[] { 0.5, 0.25 }),
            ["anchor/bias"] = tensor(new double[] { 3, 2 }),
        };
        using var importance = Importance.Load(held, "", CPU);
        var penalty = importance.Penalty(classifier);
        penalty.ToDouble().ShouldBe(0.5 * ((1 * 1) + (10 * 4) + (100 * 1) + (0.5 * 4) + (0.25 * 16)), 1e-12);
        penalty.backward();
        Values(classifier.weight.grad!).ShouldBe([1, 20, 100, 0, 0, 0]);
        Values(classifier.bias.grad!).ShouldBe([1, 1, 0]);
    }

    [Theory]
    [InlineData(EwcMode.Separate, 1.0)]
    [InlineData(EwcMode.Online, 1.0)]
    [InlineData(EwcMode.Online, 0.5)]
    public void Importance_of_two_experiences_is_kept_apart_or_added_up(EwcMode mode, double decay)
    {
        using var model = Model();
        var context = Context(model);
        using var strategy = new EwcStrategy(new() { Mode = mode, Decay = decay });
        strategy.EndExperience(context);
        context.Experience = 1;
        model.Grow(3, 0);
        model.Set(new double[,] { { 2, 2 }, { 3, 0 }, { 1, 1 } });
        // One row of class 2: q·x - t = 2 and the squared gradient is (16, 0).
        context.Batches = [LineTask.Rows((2, [2, 0], 0))];
        strategy.EndExperience(context);
        context.Experience = 2;
        model.Grow(4, 0);
        model.Set(new double[,] { { 2, 3 }, { 3, 0 }, { 3, 5 }, { 8, 8 } });

        var loss = context.Loss(context.Batches[0]);
        strategy.AddTerms(loss);

        var expected = mode == EwcMode.Separate
            ? (0.5 * ((2.125 * 1) + (2 * 1) + (4.5 * 1))) + (0.5 * 16 * 4)
            : 0.5 * ((decay * 2 * 1) + (16 * 4));
        loss.Terms[1].Value.ToDouble().ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void State_is_restored_with_every_importance_and_nothing_is_estimated_after_the_last_experience()
    {
        using var model = Model();
        var context = Context(model);
        using var strategy = new EwcStrategy(new());
        strategy.EndExperience(context);
        strategy.EndExperience(context);
        context.Experience = 2;
        strategy.EndExperience(context);
        var state = new StateBag();
        strategy.SaveState(state);
        state.Tensors.Count.ShouldBe(4);
        using var other = new EwcStrategy(new());
        other.LoadState(state, context);
        model.Set(new double[,] { { 2, 2 }, { 3, 0 } });
        var loss = context.Loss(context.Batches[0]);
        other.AddTerms(loss);
        loss.Terms[1].Value.ToDouble().ShouldBe(2.125 + 4.5, 1e-12);
    }

    private static LineModel Model() => new(new double[,] { { 1, 2 }, { 3, -1 } });

    private static StubContext Context(LineModel model) => new(model, new LineTask())
    {
        Batches = [LineTask.Rows((0, [1, 0], 0), (1, [0, 2], 1)), LineTask.Rows((0, [1, 1], 1))],
    };

    private static double[] Values(Tensor tensor) => tensor.data<double>().ToArray();
}
