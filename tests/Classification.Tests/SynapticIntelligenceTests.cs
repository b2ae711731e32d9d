using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class SynapticIntelligenceTests
{
    private const double Weight = 0.7;
    private const double Damping = 0.05;

    [Fact]
    public async Task Importance_and_penalty_are_those_of_the_paths_written_out()
    {
        using var run = new ToyRun();
        using var strategy = new SynapticIntelligenceStrategy(new() { Weight = Weight, Damping = Damping });
        var written = new Written();
        var (penalties, importances) = (0, 0);
        var before = new Probe
        {
            OnGradients = (context, _) => written.See(context.Model.Module),
            OnStep = (context, _, _) => written.Move(context.Model.Module),
        };
        var boundary = new Spy
        {
            OnExperience = context => written.Begin(context.Model.Module),
            OnLoss = loss =>
            {
                if (loss.Learning.Experience.Index == 0)
                {
                    loss.Terms.ShouldHaveSingleItem();
                    return;
                }

                var term = loss.Terms.Single(each => each.Name == "si");
                term.Weight.ShouldBe(Weight);
                var expected = written.Penalty(loss.Learning.Model.Module);
                term.Value.ToDouble().ShouldBe(expected, 1e-5 * Math.Max(1, expected));
                penalties++;
            },
            OnEnd = context =>
            {
                if (context.Experience.Index == 2) return;
                written.End(context.Model.Module);
                var state = new StateBag();
                strategy.SaveState(state);
                foreach (var (name, (importance, _)) in written.Held)
                {
                    var own = Written.Values(state.Tensors[$"0/fisher/{name}"]);
                    for (var i = 0; i < own.Length; i++) own[i].ShouldBe(importance[i], 1e-4 * Math.Max(1, importance.Max()), name);
                    importances++;
                }
            },
        };
        using var job = await new ClassificationJob(run, before, strategy, boundary) { Options = Plain(6, 0.1) }.Run();
        (penalties, importances).ShouldBe((12, 8));
        written.Held.Values.Max(each => each.Importance.Max()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task With_small_steps_the_paths_add_up_to_what_the_loss_has_fallen()
    {
        using var run = new ToyRun();
        using var strategy = new SynapticIntelligenceStrategy(new());
        var (losses, way) = (new List<double>(), 0.0);
        var probe = new Probe
        {
            OnLosses = loss =>
            {
                if (loss.Learning.Experience.Index > 0) return;
                losses.Add(loss.Terms[0].Value.ToDouble());
                var state = new StateBag();
                strategy.SaveState(state);
                way = state.Tensors.Where(pair => pair.Key.StartsWith("path/", StringComparison.Ordinal)).Sum(pair => pair.Value.sum().ToDouble());
                // Every step sees all samples, so that it is one loss that falls.
                loss.Batch.Size.ShouldBe(loss.Learning.Experience.Train.Count);
            },
        };
        var options = Plain(20, 0.005);
        options.BatchSize = 62;
        using var job = await new ClassificationJob(run, strategy, probe) { Options = options, Experiences = [["0", "1"], ["2"]] }.Run();
        losses.Count.ShouldBe(20);
        way.ShouldBe(losses[0] - losses[^1], 0.02 * (losses[0] - losses[^1]));
        way.ShouldBeGreaterThan(0.05);
    }

    [Fact]
    public async Task Importance_and_anchor_are_counted_and_the_way_while_it_is_walked()
    {
        using var run = new ToyRun();
        using var strategy = new SynapticIntelligenceStrategy(new());
        using var job = await new ClassificationJob(run, strategy).Run();
        long model(int classes) => 4 * ((784 * 32) + 32 + (33 * classes));
        // The most that is held at a time: in the second experience the way of every parameter beside what the first one left.
        job.OfExperiences("strategyBytes").ShouldBe([2 * model(2), (2 * model(2)) + (2 * model(4)), 2 * model(4)]);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new SynapticIntelligenceStrategy(new() { Weight = 10 })) { Events = events }, experience, step);

    private static Plugins.Continual.ContinualOptions Plain(int steps, double rate)
    {
        var options = ClassificationJob.Quick(steps, steps);
        options.Optimizers["*"] = new() { Type = OptimizerType.Sgd, Rate = rate };
        return options;
    }

    /// <summary>The method in double precision, from gradients and weights as they are seen from outside.</summary>
    private sealed class Written
    {
        private readonly Dictionary<string, (double[] Start, double[] Path, double[] Gradient, double[] Before)> _way = new(StringComparer.Ordinal);

        public Dictionary<string, (double[] Importance, double[] Anchor)> Held { get; } = new(StringComparer.Ordinal);

        public static double[] Values(Tensor tensor)
        {
            using var scope = NewDisposeScope();
            return tensor.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
        }

        public void Begin(nn.Module module)
        {
            foreach (var (name, parameter) in module.named_parameters())
                _way[name] = (Values(parameter), new double[parameter.numel()], [], []);
        }

        public void See(nn.Module module)
        {
            foreach (var (name, parameter) in module.named_parameters())
            {
                var (gradient, now) = (Values(parameter.grad!), Values(parameter));
                if (Held.TryGetValue(name, out var held))
                    for (var i = 0; i < held.Anchor.Length; i++) gradient[i] -= 2 * Weight * held.Importance[i] * (now[i] - held.Anchor[i]);
                _way[name] = (_way[name].Start, _way[name].Path, gradient, now);
            }
        }

        public void Move(nn.Module module)
        {
            foreach (var (name, parameter) in module.named_parameters())
            {
                var now = Values(parameter);
                var (_, path, gradient, before) = _way[name];
                for (var i = 0; i < path.Length; i++) path[i] -= gradient[i] * (now[i] - before[i]);
            }
        }

        public double Penalty(nn.Module module) => module.named_parameters().Sum(pair =>
        {
            var now = Values(pair.parameter);
            return Held.TryGetValue(pair.name, out var held)
                ? held.Anchor.Select((anchor, i) => held.Importance[i] * Math.Pow(now[i] - anchor, 2)).Sum()
                : 0;
        });

        public void End(nn.Module module)
        {
            foreach (var (name, parameter) in module.named_parameters())
            {
                var now = Values(parameter);
                var (start, path, _, _) = _way[name];
                var importance = now.Select((value, i) => Math.Max(0, path[i]) / (Math.Pow(value - start[i], 2) + Damping)).ToArray();
                // Rows of a classifier are the first dimension, so what was there before comes first.
                if (Held.TryGetValue(name, out var held))
                    for (var i = 0; i < held.Importance.Length; i++) importance[i] += held.Importance[i];
                Held[name] = (importance, now);
            }
        }
    }
}
