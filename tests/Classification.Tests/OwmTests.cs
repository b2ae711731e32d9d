using PluginHost.Consolidation;
using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class OwmTests
{
    [Fact]
    public void After_each_input_the_projector_is_the_inverse_written_out()
    {
        const double Alpha = 0.3;
        using var inputs = Numbers(1, 30, 12);
        using var projector = InputProjector.Identity(12, CPU);
        for (var i = 1; i <= 30; i++)
        {
            projector.Take(inputs.narrow(0, i - 1, 1), Alpha);
            using var seen = inputs.narrow(0, 0, i);
            using var expected = linalg.inv(eye(12, dtype: ScalarType.Float64) + (seen.t().matmul(seen) / Alpha));
            (projector.Matrix - expected).abs().max().ToDouble().ShouldBeLessThan(1e-9);
            (projector.Matrix - projector.Matrix.t()).abs().max().ToDouble().ShouldBe(0);
        }

        using var together = InputProjector.Identity(12, CPU);
        together.Take(inputs, Alpha);
        (projector.Matrix - together.Matrix).abs().max().ToDouble().ShouldBeLessThan(1e-9);
    }

    [Fact]
    public void A_linear_layer_answers_earlier_inputs_as_before_and_new_ones_otherwise()
    {
        using var layer = nn.Linear(10, 4, dtype: ScalarType.Float64);
        ShouldKeepAnswers(layer, new(layer.weight!, layer.bias, null), Numbers(2, 5, 10), Numbers(3, 5, 10));
    }

    [Fact]
    public void A_convolution_answers_earlier_pictures_as_before_and_new_ones_otherwise()
    {
        // Rows of 3 x 3 patches of 2 channels and a 1 for the bias, at a stride: 19 numbers, and 2 pictures have 8 patches.
        using var layer = nn.Conv2d(2, 3, 3, stride: 2, padding: 1, dtype: ScalarType.Float64);
        var projected = new ProjectedLayer(layer.weight, layer.bias, layer);
        projected.Inputs.ShouldBe(19);
        ShouldKeepAnswers(layer, projected, Numbers(4, 2, 32).view(2, 2, 4, 4), Numbers(5, 2, 32).view(2, 2, 4, 4));
    }

    [Fact]
    public async Task The_projectors_of_a_job_are_those_of_the_mean_inputs_of_its_mini_batches_with_an_alpha_that_decays()
    {
        using var run = new ToyRun();
        using var strategy = new OwmStrategy(new() { Alpha = 0.5, Decay = 0.1, BatchSize = 25 });
        StateBag? state = null;
        var means = new List<Tensor>();
        var probe = new BoundaryProbe
        {
            // Stands before OWM, so that the weights are those that OWM will see.
            OnExperience = context =>
            {
                if (context.Experience.Index > 0) return;
                SampleInfo[] samples = [.. context.Experience.Train];
                context.Random.Stream("owm", 0).Shuffle<SampleInfo>(samples);
                foreach (var chunk in samples.Chunk(25))
                {
                    var pictures = stack([.. chunk.Select(sample => context.Samples.Get(sample)[SampleKeys.Image].flatten())]);
                    means.Add(cat([pictures.mean([0], type: ScalarType.Float64), ones(1, dtype: ScalarType.Float64)]).DetachFromDisposeScope());
                }
            },
        };
        var after = new BoundaryProbe
        {
            OnExperience = context =>
            {
                if (context.Experience.Index > 0) return;
                state = new StateBag();
                strategy.SaveState(state);
                foreach (var name in state.Tensors.Keys.ToArray()) state.Tensors[name] = state.Tensors[name].clone().DetachFromDisposeScope();
            },
        };
        using var job = await new ClassificationJob(run, probe, strategy, after) { Options = Plain() }.Run();

        state!.Tensors.Keys.Order().ShouldBe(["backbone.layer1.linear", "classifier head"], ignoreOrder: true);
        means.Count.ShouldBe(3);
        // Of three mini-batches the i-th counts with alpha_i = 0.5 * 0.1^(i / 3).
        using var inputs = stack([.. means.Select((mean, i) => mean / Math.Sqrt(0.5 * Math.Pow(0.1, (i + 1) / 3.0)))]);
        using var expected = linalg.inv(eye(785, dtype: ScalarType.Float64) + inputs.t().matmul(inputs));
        (state.Tensors["backbone.layer1.linear"] - expected).abs().max().ToDouble().ShouldBeLessThan(1e-6);
        job.OfExperiences("strategyBytes").ShouldBe(Enumerable.Repeat(8L * ((785 * 785) + (33 * 33)), 3));
    }

    [Fact]
    public async Task In_a_network_with_convolutions_the_first_layer_answers_as_before_and_normalisation_is_held()
    {
        using var run = new ToyRun();
        var (steps, first) = (0, "");
        SampleInfo? old = null;
        var whole = new Dictionary<string, double>(StringComparer.Ordinal);
        var before = new Probe
        {
            OnGradients = (context, _) =>
            {
                foreach (var (name, layer) in ProjectedLayer.Of(context.Model)) whole[name] = layer.Weight.grad!.norm().ToDouble();
            },
        };
        var probe = new Probe
        {
            OnBatch = (context, _, _) => old ??= context.Experience.Train[0],
            OnGradients = (context, _) =>
            {
                if (context.Experience.Index == 0) return;
                var layers = ProjectedLayer.Of(context.Model);
                first = layers.First(pair => pair.Value.Convolution?.in_channels == 1).Key;
                var rows = layers[first].Rows(LayerProjectors.MeanInputs(context, [old!])[first]);
                var gradient = layers[first].Weight.grad!.flatten(1).to(ScalarType.Float64);
                // To the gradient before the projection, as patches of one channel fill all nine directions.
                (gradient.matmul(rows.t()).norm().ToDouble() / (whole[first] * rows.norm().ToDouble())).ShouldBeLessThan(1e-4);
                var projected = layers.Values.SelectMany(layer => new[] { layer.Weight.Handle, layer.Bias?.Handle ?? 0 }).ToHashSet();
                foreach (var (name, parameter) in context.Model.Module.named_parameters())
                    (parameter.grad is null).ShouldBe(!projected.Contains(parameter.Handle), name);
                steps++;
            },
        };
        using var job = new ClassificationJob(run, before, new OwmStrategy(new() { Alpha = 1e-6, BatchSize = 20 }), probe)
        {
            Model = ClassificationJob.ResNet(), Options = Plain(first: 2, later: 2),
        };
        await job.Run();
        steps.ShouldBe(4);
    }

    [Fact]
    public async Task A_stream_without_boundaries_is_refused_before_training()
    {
        using var run = new ToyRun();
        using var job = new ClassificationJob(run, new OwmStrategy(new())) { Benchmark = OnlineStream.Of(boundaries: false) };
        var refused = (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem();
        (refused.Code, refused.Where).ShouldBe(("SC0101", "strategy"));
        refused.What.ShouldContain("tells no boundaries");
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new OwmStrategy(new())) { Events = events, Options = Plain() }, experience, step);

    private static Plugins.Continual.ContinualOptions Plain(int first = 6, int later = 6)
    {
        var options = ClassificationJob.Quick(first, later);
        options.Optimizers["*"] = new() { Type = OptimizerType.Sgd, Rate = 0.1 };
        return options;
    }

    private static Tensor Numbers(long seed, int rows, int columns)
    {
        var random = new RandomSource(seed).Stream("numbers");
        return tensor(Enumerable.Range(0, rows * columns).Select(_ => random.NextGaussian()).ToArray(), [rows, columns]);
    }

    private static void ShouldKeepAnswers(nn.Module<Tensor, Tensor> layer, ProjectedLayer projected, Tensor old, Tensor fresh)
    {
        double Moved(Tensor input, double alpha)
        {
            using var projector = InputProjector.Identity(projected.Inputs, CPU);
            projector.Take(projected.Rows(old), alpha);
            layer.zero_grad();
            layer.call(fresh).square().sum().backward();
            projected.Edit(projector.Project);
            using var noGrad = no_grad();
            var before = layer.call(input).clone();
            projected.Weight.sub_(projected.Weight.grad!);
            projected.Bias!.sub_(projected.Bias!.grad!);
            var moved = (layer.call(input) - before).norm().ToDouble();
            projected.Weight.add_(projected.Weight.grad!);
            projected.Bias!.add_(projected.Bias!.grad!);
            return moved;
        }

        Moved(fresh, 1e-9).ShouldBeGreaterThan(1);
        var kept = Moved(old, 1e-9);
        kept.ShouldBeLessThan(1e-6);
        // What is left goes with alpha.
        Moved(old, 1e-6).ShouldBe(1000 * kept, 200 * kept);
    }

    private sealed class BoundaryProbe : IStrategy
    {
        public required Action<ILearningContext> OnExperience { get; init; }

        public void AfterExperience(ILearningContext context) => OnExperience(context);
    }
}
