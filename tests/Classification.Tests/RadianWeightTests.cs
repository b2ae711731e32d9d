using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class RadianWeightTests
{
    [Fact]
    public void The_angle_is_that_of_the_formula_and_never_a_right_one()
    {
        double[] scores = [1, 2, 0.5];
        var sum = scores.Sum(Math.Exp);
        var expected = (Math.PI / 4) + (0.5 * (Math.Asin(Math.E / sum) - Math.Asin(Math.Exp(2) / sum)));
        RadianWeightStrategy.Angle(scores, [1, -1, 0], 0.01).ShouldBe(expected, 1e-12);
        RadianWeightStrategy.Angle(scores, [0, 0, 0], 0.01).ShouldBe(Math.PI / 4, 1e-12);
        // One sample dominates: the formula's pi/2, whose tangent has no limit, and 0.
        RadianWeightStrategy.Angle([900, 0, 0], [1, 1, 1], 0.01).ShouldBe((Math.PI / 2) - 0.01, 1e-12);
        RadianWeightStrategy.Angle([900, 0, 0], [-1, 1, 1], 0.01).ShouldBe(0, 1e-12);
    }

    [Fact]
    public void The_gradient_is_that_of_projector_and_complement_each_at_length_one_and_the_complement_is_not_lost()
    {
        using var scope = NewDisposeScope();
        var random = new RandomSource(3).Stream("numbers");
        Tensor Numbers(int rows, int columns) =>
            tensor(Enumerable.Range(0, rows * columns).Select(_ => random.NextGaussian()).ToArray(), [rows, columns]);
        var (seen, gradient) = (Numbers(3, 8), Numbers(4, 8));
        using var projector = Consolidation.InputProjector.Identity(8, CPU);
        projector.Take(seen, 0.5);
        // One update after the other, by the scalar alpha + r k, from the identity.
        var p = eye(8, dtype: ScalarType.Float64);
        for (var i = 0; i < 3; i++)
        {
            var r = seen[i].unsqueeze(0);
            var k = p.matmul(r.t());
            p -= k.matmul(k.t()) / (0.5 + r.matmul(k).item<double>());
        }

        var q = eye(8, dtype: ScalarType.Float64) - p;
        // I - P (P^T P)^-1 P^T of the invertible P is zero but for rounding; I - P is not.
        (eye(8, dtype: ScalarType.Float64) - p.matmul(linalg.inv(p.t().matmul(p))).matmul(p.t())).norm().ToDouble().ShouldBeLessThan(1e-10);
        q.norm().ToDouble().ShouldBeGreaterThan(1);
        var expected = gradient.matmul((p / p.norm()) + (Math.Tan(1.1) * q / q.norm()));

        var found = RadianWeightStrategy.Modify(projector.Matrix, gradient, 1.1);

        (found - expected).abs().max().ToDouble().ShouldBeLessThan(1e-12);
        using var untouched = Consolidation.InputProjector.Identity(8, CPU);
        (RadianWeightStrategy.Modify(untouched.Matrix, gradient, 1.1) - (gradient / Math.Sqrt(8))).abs().max().ToDouble().ShouldBeLessThan(1e-12);
    }

    [Fact]
    public async Task Gradients_of_a_job_are_the_modified_ones_from_the_second_experience_on()
    {
        using var run = new ToyRun();
        using var strategy = new RadianWeightStrategy(new() { Compact = ["0", "3"] });
        var steps = 0;
        Tensor? before = null;
        var first = new Probe
        {
            OnGradients = (context, _) =>
            {
                var layer = ProjectedLayer.Of(context.Model)[ProjectedLayer.Head];
                before?.Dispose();
                before = cat([layer.Weight.grad!, layer.Bias!.grad!.unsqueeze(1)], 1).to(ScalarType.Float64).DetachFromDisposeScope();
            },
        };
        var last = new Probe
        {
            OnLosses = loss =>
            {
                var labels = loss.Batch.Labels();
                var scores = Formulas.Rows(loss.Student[OutputKeys.Logits]);
                double[] own = [.. labels.Select((label, row) => scores[row][label])];
                var shares = Formulas.Softmax(own);
                var turn = shares.Zip(labels, (share, label) => (label is 0 or 3 ? 1 : -1) * Math.Asin(share)).Sum();
                strategy.AngleOfStep.ShouldBe(Math.Clamp((Math.PI / 4) + (turn / 2), 0, (Math.PI / 2) - 0.01), 1e-6);
            },
            OnGradients = (context, _) =>
            {
                var layer = ProjectedLayer.Of(context.Model)[ProjectedLayer.Head];
                var after = cat([layer.Weight.grad!, layer.Bias!.grad!.unsqueeze(1)], 1).to(ScalarType.Float64);
                var state = new StateBag();
                strategy.SaveState(state);
                var expected = context.Experience.Index == 0
                    ? before!
                    : RadianWeightStrategy.Modify(state.Tensors[ProjectedLayer.Head], before!, strategy.AngleOfStep);
                (after - expected).abs().max().ToDouble().ShouldBeLessThan(1e-6);
                if (context.Experience.Index > 0) (after - before!).abs().max().ToDouble().ShouldBeGreaterThan(1e-4);
                steps++;
            },
        };
        using var job = await new ClassificationJob(run, first, strategy, last) { Options = Plain() }.Run();
        steps.ShouldBe(18);
        before!.Dispose();
        job.OfExperiences("strategyBytes").ShouldBe(Enumerable.Repeat(8L * ((785 * 785) + (33 * 33)), 3));
    }

    [Fact]
    public async Task Without_names_the_more_compact_half_of_the_classes_is_told_by_features()
    {
        using var run = new ToyRun();
        using var strategy = new RadianWeightStrategy(new());
        var signs = new List<string>();
        var spy = new Spy
        {
            OnExperience = _ =>
            {
                var state = new StateBag();
                strategy.SaveState(state);
                signs.Add(state.Json["signs"]!.ToJsonString());
            },
        };
        using var job = await new ClassificationJob(run, strategy, spy) { Options = Plain() }.Run();
        signs.Count.ShouldBe(3);
        // Of the first two classes one is at most the median, which lies between them.
        signs[0].ShouldBeOneOf("""{"0":1,"1":-1}""", """{"0":-1,"1":1}""");
    }

    [Fact]
    public async Task The_sign_of_a_class_of_one_sample_is_undefined_and_a_message_says_so()
    {
        using var run = new ToyRun();
        using var strategy = new RadianWeightStrategy(new());
        var events = new EventLog();
        using var job = new ClassificationJob(run, strategy)
        {
            Options = Plain(), Events = events, Benchmark = new FewShot(new() { BaseClasses = 8, Ways = 2, Shots = 1 }),
        };
        await job.Run();
        var state = new StateBag();
        strategy.SaveState(state);
        state.Json["signs"]!.AsObject().TakeLast(2).Select(pair => (int)pair.Value!).ShouldBe([0, 0]);
        events.Of<MessageReported>().Count(message => message.Text.Contains("tau of class", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new RadianWeightStrategy(new())) { Events = events, Options = Plain() }, experience, step);

    private static Plugins.Continual.ContinualOptions Plain()
    {
        var options = ClassificationJob.Quick();
        options.Optimizers["*"] = new() { Type = OptimizerType.Sgd, Rate = 0.1 };
        return options;
    }
}
