using PluginHost.Consolidation;
using PluginHost.Plugins.Ewc;
using PluginHost.Strategies.Tests.Line;
using PluginHost.Training;

namespace PluginHost.Strategies.Tests;

public sealed class EwcTests
{
    // Gradients by hand, (q·x - t)·x: [[1, 0], [0, 0]], [[0, 0], [0, -6]] and [[2, 2], [0, 0]] of single samples,
    // [[0.5, 0], [0, -3]] and [[2, 2], [0, 0]] of batches of two at most.
    private static readonly double[] OfBatches = [2.125, 2, 0, 4.5];
    private static readonly double[] OfSamples = [5.0 / 3, 4.0 / 3, 0, 12];

    [Theory]
    [InlineData(FisherEstimate.Batch)]
    [InlineData(FisherEstimate.PerSample)]
    public void Importance_is_the_mean_of_squared_gradients_and_leaves_buffers_out(FisherEstimate estimate)
    {
        using var model = Model();
        using var scene = Line(model, new EwcStrategy(new()));
        using var importance = Estimate(scene, new(estimate, Passes: 3));
        importance.Names.ShouldBe(["queries.weight"]);
        Values(importance["queries.weight"].Importance).ShouldBe(estimate == FisherEstimate.Batch ? OfBatches : OfSamples, 1e-14);
        Values(importance["queries.weight"].Anchor).ShouldBe([1, 2, 3, -1]);
    }

    [Fact]
    public void The_penalty_and_its_gradient_are_those_of_the_closed_form_and_new_rows_are_free()
    {
        using var model = Model();
        using var scene = Line(model, new EwcStrategy(new() { Weight = 10, Normalise = false }));
        scene.Hooks.AfterExperience();
        scene.Next();
        model.Set(new double[,] { { 2, 2 }, { 3, 0 }, { 7, 7 } });

        var loss = Loss(scene);

        var term = loss.Terms[1];
        term.Weight.ShouldBe(10);
        term.Value.ToDouble().ShouldBe(0.5 * (2.125 + 4.5), 1e-12);
        model.Module.zero_grad();
        term.Value.backward();
        Values(model.Queries.grad!).ShouldBe([2.125, 0, 0, 4.5, 0, 0]);
    }

    [Fact]
    public void A_normalised_importance_counts_no_parameter_more_than_the_limit()
    {
        using var model = Model();
        using var scene = Line(model, new EwcStrategy(new()));
        using var importance = Estimate(scene, new(FisherEstimate.Batch, Passes: 3));
        importance.Normalise(1.5);
        var mean = OfBatches.Sum() / 4;
        Values(importance["queries.weight"].Importance).ShouldBe([.. OfBatches.Select(value => Math.Min(1.5, value / mean))], 1e-12);
    }

    [Fact]
    public void A_normalised_importance_has_mean_one_and_the_term_is_told_beside_the_base_loss()
    {
        using var model = Model();
        using var scene = Line(model, new EwcStrategy(new() { Weight = 2 }));
        scene.Hooks.AfterExperience();
        scene.Next();
        model.Set(new double[,] { { 2, 2 }, { 3, 0 }, { 7, 7 } });

        Loss(scene).Terms[1].Value.ToDouble().ShouldBe(0.5 * (2.125 + 4.5) / (OfBatches.Sum() / 4), 1e-12);

        scene.Events.Of<MessageReported>().ShouldBeEmpty();
        Loss(scene, step: 1);
        // The row's prediction is 2, its target 0.
        scene.Events.Of<MessageReported>().ShouldHaveSingleItem().Text.ShouldEndWith("2 x 1.536 = 3.072, beside a base loss of 2.");
    }

    [Fact]
    public void An_importance_counts_as_far_as_one_step_brings_the_parameter_back_and_several_share_that()
    {
        using var model = Model();
        using var scene = Line(model, new EwcStrategy(new() { Weight = 10, Normalise = false, Mode = ImportanceMode.Separate }));
        scene.Hooks.AfterExperience();
        scene.Next();
        model.Set(new double[,] { { 2, 2 }, { 3, 0 }, { 1, 1 } });
        // 1 / (0.04 * 10) = 2.5 limits the 4.5, not the 2.125.
        Limited().ShouldBe(0.5 * (2.125 + 2.5), 1e-12);

        // Of two importances each counts 1.25 at most: all of the first one's, and the 16 of the sample of class 2.
        scene.Hooks.AfterExperience();
        scene.Next();
        model.Set(new double[,] { { 2, 3 }, { 3, 0 }, { 3, 5 }, { 8, 8 } });
        Limited().ShouldBe((0.5 * 3 * 1.25) + (0.5 * 1.25 * 4), 1e-12);

        double Limited()
        {
            var settings = new Dictionary<string, OptimizerSettings> { ["*"] = new() { Type = OptimizerType.Sgd, Rate = 0.04 } };
            using var optimizers = new OptimizerSet(scene.Context, new() { Name = Phase.MainName, Entries = [], Steps = 2, Optimizers = settings });
            scene.Context.PhaseOptimizers = optimizers;
            var value = Loss(scene).Terms[1].Value.ToDouble();
            scene.Context.PhaseOptimizers = null;
            return value;
        }
    }

    [Fact]
    public void The_models_own_loss_counts_in_the_importance()
    {
        using var model = Model();
        model.OwnWeight = 2;
        using var scene = Line(model, new EwcStrategy(new()));
        using var importance = Estimate(scene, new(FisherEstimate.Batch));
        // 2 is added to every gradient: [[2.5, 2], [2, -1]] and [[4, 4], [2, 2]].
        Values(importance["queries.weight"].Importance).ShouldBe([11.125, 10, 4, 2.5]);
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
        using var importance = ParameterImportance.Load(held, "", CPU);
        var penalty = importance.Penalty(classifier);
        penalty.ToDouble().ShouldBe(0.5 * ((1 * 1) + (10 * 4) + (100 * 1) + (0.5 * 4) + (0.25 * 16)), 1e-12);
        penalty.backward();
        Values(classifier.weight.grad!).ShouldBe([1, 20, 100, 0, 0, 0]);
        Values(classifier.bias.grad!).ShouldBe([1, 1, 0]);
    }

    [Theory]
    [InlineData(ImportanceMode.Separate, 1.0)]
    [InlineData(ImportanceMode.Online, 1.0)]
    [InlineData(ImportanceMode.Online, 0.5)]
    public void Importance_of_two_experiences_is_kept_apart_or_added_up(ImportanceMode mode, double decay)
    {
        using var model = Model();
        using var scene = Line(model, new EwcStrategy(new() { Mode = mode, Decay = decay, Normalise = false }));
        scene.Hooks.AfterExperience();
        scene.Next();
        model.Set(new double[,] { { 2, 2 }, { 3, 0 }, { 1, 1 } });
        // One sample of class 2: q·x - t = 2 and the squared gradient is (16, 0).
        scene.Hooks.AfterExperience();
        scene.Next();
        model.Set(new double[,] { { 2, 3 }, { 3, 0 }, { 3, 5 }, { 8, 8 } });

        var loss = Loss(scene);

        var expected = mode == ImportanceMode.Separate
            ? (0.5 * ((2.125 * 1) + (2 * 1) + (4.5 * 1))) + (0.5 * 16 * 4)
            : 0.5 * ((decay * 2 * 1) + (16 * 4));
        loss.Terms[1].Value.ToDouble().ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void State_is_restored_with_every_importance_and_nothing_is_estimated_after_the_last_experience()
    {
        using var model = Model();
        using var strategy = new EwcStrategy(new());
        using var scene = Line(model, strategy);
        scene.Hooks.AfterExperience();
        scene.Next();
        scene.Hooks.AfterExperience();
        scene.Next();
        scene.Hooks.AfterExperience();
        var state = Scene.Saved(strategy);
        state.Tensors.Count.ShouldBe(4);
        model.Set(new double[,] { { 2, 2 }, { 3, 0 }, { 9, 9 }, { 9, 9 } });
        var before = Loss(scene).Terms[1].Value.ToDouble();
        strategy.Dispose();
        Loss(scene).Terms.Count.ShouldBe(1);
        strategy.LoadState(state, scene.Context);
        Loss(scene).Terms[1].Value.ToDouble().ShouldBe(before);
    }

    private static LineModel Model() => new(new double[,] { { 1, 2 }, { 3, -1 } });

    // The third class begins at (9, 9).
    private static Scene Line(LineModel model, IStrategy strategy)
    {
        var samples = new LineSamples((0, [1, 0], 0), (1, [0, 2], 1), (0, [1, 1], 1), (2, [2, 0], 0));
        return new(model, new LineTask(), samples, Scene.Stream(samples.Infos), [strategy]);
    }

    private static LossContext Loss(Scene scene, int step = 0)
    {
        using var batch = scene.Context.MakeBatch([new(scene.Context.Stream.Experiences[0].Train[0], FromMemory: false)], "test", []);
        return scene.Loss(batch, step);
    }

    private static ParameterImportance Estimate(Scene scene, FisherSettings settings) =>
        FisherInformation.Estimate(scene.Context, scene.Context.Experience.Train, "test", settings);

    private static double[] Values(Tensor tensor) => tensor.data<double>().ToArray();
}
