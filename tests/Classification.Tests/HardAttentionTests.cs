using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.ClassificationStrategies;
using PluginHost.Plugins.Continual;

namespace PluginHost.Classification.Tests;

public sealed class HardAttentionTests
{
    private const double Largest = 400;

    [Fact]
    public async Task With_binary_gates_the_scores_of_earlier_tasks_stay()
    {
        var seen = new Dictionary<int, float[]>();
        using var run = new ToyRun();
        using var strategy = new HardAttentionStrategy(new() { Binary = true, Sparsity = 0.02 });
        var probe = new BoundaryProbe
        {
            OnExperience = context =>
            {
                for (var task = 0; task <= context.Experience.Index; task++)
                {
                    var tested = ((LearningContext)context).Stream.Experiences[task].Test;
                    using var batch = context.Task.Collate(context.Task.DrawEvaluation(tested, tested), context.Samples);
                    using var noGrad = no_grad();
                    // A head of more rows may add in another order, so the last bit may differ.
                    var scores = strategy.Predict(context, batch)[OutputKeys.Logits].narrow(1, 2 * task, 2).contiguous().data<float>().ToArray();
                    if (seen.TryGetValue(task, out var before)) scores.ShouldBe(before, 1e-6f);
                    seen[task] = scores;
                }
            },
        };
        using var job = await Job(run, new(), strategy, probe).Run();
        seen.Count.ShouldBe(3);
        foreach (var scores in seen.Values) scores.Distinct().Count().ShouldBeGreaterThan(4);
        job.OfExperiences("strategyBytes")[0].ShouldBeGreaterThanOrEqualTo(4 * (16 + 12));
    }

    [Fact]
    public async Task Gradients_of_weights_and_embeddings_follow_the_papers_equations()
    {
        double[][] before = [];
        var checkedSteps = 0;
        using var strategy = new HardAttentionStrategy(new());
        var first = new Probe { OnGradients = (context, _) => before = Gradients(context) };
        var last = new Probe
        {
            OnGradients = (context, step) =>
            {
                var after = Gradients(context);
                var state = new StateBag();
                strategy.SaveState(state);
                double[] used1 = Numbers(state.Tensors["used/0"]), used2 = Numbers(state.Tensors["used/1"]);
                if (context.Experience.Index == 0) used1.ShouldAllBe(value => value == 0);
                // Order: weight and bias of both layers, embeddings of both.
                Match(before[0], after[0], i => 1 - used1[i / 784]);
                Match(before[1], after[1], i => 1 - used1[i]);
                Match(before[2], after[2], i => 1 - Math.Min(used2[i / 16], used1[i % 16]));
                Match(before[3], after[3], i => 1 - used2[i]);
                var s = Scale(step);
                var embeddings = context.Optimizers.Single(optimizer => optimizer.Group.Name == "gates").Group.Parameters;
                for (var layer = 0; layer < 2; layer++)
                {
                    var e = Numbers(embeddings[layer]);
                    Match(before[4 + layer], after[4 + layer], i =>
                        Largest / s * (Math.Cosh(Math.Clamp(s * e[i], -50, 50)) + 1) / (Math.Cosh(e[i]) + 1));
                }

                checkedSteps++;
            },
            OnStep = (context, _, _) => context.Optimizers.Single(optimizer => optimizer.Group.Name == "gates").Group.Parameters
                .SelectMany(Numbers).ShouldAllBe(value => Math.Abs(value) <= 6),
        };
        using var run = new ToyRun();
        using var job = await Job(run, new(), first, strategy, last).Run();
        checkedSteps.ShouldBe(3 * 9);
    }

    [Fact]
    public async Task The_sparsity_term_is_the_mean_of_gates_over_units_that_no_earlier_task_uses()
    {
        using var strategy = new HardAttentionStrategy(new());
        var probe = new Probe
        {
            OnLosses = loss =>
            {
                var state = new StateBag();
                strategy.SaveState(state);
                var s = Scale(loss.Step);
                var embeddings = loss.Learning.Optimizers.Single(optimizer => optimizer.Group.Name == "gates").Group.Parameters;
                var (open, free) = (0.0, 0.0);
                for (var layer = 0; layer < 2; layer++)
                {
                    var used = Numbers(state.Tensors[$"used/{layer}"]);
                    var e = Numbers(embeddings[layer].detach()[loss.Learning.Experience.Index]);
                    open += e.Select((value, i) => (1 - used[i]) / (1 + Math.Exp(-s * value))).Sum();
                    free += used.Sum(value => 1 - value);
                }

                loss.Terms.Select(term => (term.Name, term.Weight)).ShouldBe([("base", 1), ("sparsity", 0.75)]);
                loss.Terms[1].Value.ToDouble().ShouldBe(open / free, 1e-5);
            },
        };
        using var run = new ToyRun();
        using var job = await Job(run, new(), strategy, probe).Run();
    }

    [Fact]
    public async Task Selection_by_validation_brings_back_the_gates_that_belong_to_the_chosen_weights()
    {
        var (ends, compared) = (new List<double[]>(), 0);
        static double[] Gates(ILearningContext context) => [.. ((LearningContext)context).Models.Added.Single().Parameters.SelectMany(Numbers)];
        using var run = new ToyRun();
        using var strategy = new HardAttentionStrategy(new());
        var probe = new BoundaryProbe
        {
            OnExperience = context => ends.Add(Gates(context)),
        };
        var trace = new List<double[]>();
        using var job = Job(run, new(), strategy, new Probe { OnStep = (context, _, _) => trace.Add(Gates(context)) }, probe);
        job.Options.Selection = new() { Mode = SelectionMode.Best, EverySteps = 2 };
        await job.Run();
        foreach (var (experience, index) in job.Metrics()["experiences"]!.AsArray().Select((node, i) => (node!, i)))
        {
            var chosen = (int)experience["selectedStep"]!;
            ends[index].ShouldBe(trace[(9 * index) + chosen - 1]);
            if (chosen < 9) compared++;
        }

        compared.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_stream_that_does_not_tell_the_task_and_a_network_with_convolutions_are_refused()
    {
        using var run = new ToyRun();
        using var untold = new ClassificationJob(run, new HardAttentionStrategy(new()));
        var refused = (await Should.ThrowAsync<JobException>(() => untold.Run())).Findings.ShouldHaveSingleItem();
        (refused.Code, refused.Where).ShouldBe(("SC0101", "strategy"));
        refused.Fix.ShouldNotBeNull().ShouldContain("task-incremental");
        using var other = new ToyRun();
        using var convolutions = new ClassificationJob(other, new HardAttentionStrategy(new())) { Model = ClassificationJob.ResNet() };
        refused = (await Should.ThrowAsync<JobException>(() => convolutions.Run())).Findings.ShouldHaveSingleItem();
        refused.Code.ShouldBe("SC0101");
        refused.Fix.ShouldNotBeNull().ShouldContain("mlp");
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(2, 8)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly((run, events) => Job(run, events, new HardAttentionStrategy(new())), experience, step);

    // From 1 / smax to smax within an epoch of batches of 8.
    private static double Scale(StepInfo step)
    {
        var perEpoch = step.Phase.Entries.Count / 8;
        return (1 / Largest) + ((Largest - (1 / Largest)) * (step.Step % perEpoch) / (perEpoch - 1));
    }

    private static ClassificationJob Job(ToyRun run, EventLog events, params IReadOnlyList<IStrategy> strategies)
    {
        var options = ClassificationJob.Quick(9, 9);
        options.Optimizers["*"] = new() { Type = OptimizerType.Sgd, Rate = 0.05 };
        return new(run, strategies)
        {
            Events = events,
            Model = ClassificationJob.Perceptron(16, 12),
            Benchmark = new TaskIncremental(new() { Experiences = [["0", "1"], ["2", "3"], ["4", "5"]] }),
            Options = options,
        };
    }

    private static double[][] Gradients(ILearningContext context)
    {
        var linear = context.Model.Module.named_parameters().Where(pair => pair.name.Contains("linear", StringComparison.Ordinal));
        var gates = context.Optimizers.Single(optimizer => optimizer.Group.Name == "gates").Group.Parameters;
        return [.. linear.Select(pair => pair.parameter).Concat(gates).Select(parameter => Numbers(parameter.grad!))];
    }

    private static double[] Numbers(Tensor values) => [.. values.detach().contiguous().data<float>().ToArray().Select(value => (double)value)];

    private static void Match(double[] before, double[] after, Func<int, double> factor)
    {
        for (var i = 0; i < before.Length; i++) after[i].ShouldBe(before[i] * factor(i), 1e-6 + (1e-4 * Math.Abs(after[i])));
    }

    private sealed class BoundaryProbe : IStrategy
    {
        public required Action<ILearningContext> OnExperience { get; init; }

        public void AfterExperience(ILearningContext context) => OnExperience(context);
    }
}
