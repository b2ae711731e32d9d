using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class MemoryAwareSynapsesTests
{
    [Fact]
    public async Task The_importance_of_the_classifier_is_the_closed_form_of_a_linear_map_and_adds_up()
    {
        using var run = new ToyRun();
        using var strategy = new MemoryAwareSynapsesStrategy(new() { Weight = 0.001 });
        double[][] summed = [];
        var compared = 0;
        var spy = new Spy
        {
            OnEnd = context =>
            {
                if (context.Experience.Index == 2) return;
                var (scores, features) = (Rows(context, OutputKeys.Logits), Rows(context, OutputKeys.Features));
                // For f = W h + b: |d |f|² / d W_cj| = |2 f_c h_j|, and |2 f_c| for the bias, which stands behind.
                double[][] own =
                [
                    .. Enumerable.Range(0, context.SeenLabels).Select(label => (double[])
                    [
                        .. Enumerable.Range(0, 32).Select(j => scores.Zip(features, (f, h) => Math.Abs(2 * f[label] * h[j])).Average()),
                        scores.Average(f => Math.Abs(2 * f[label])),
                    ]),
                ];
                for (var label = 0; label < summed.Length; label++) own[label] = [.. own[label].Zip(summed[label], (a, b) => a + b)];
                summed = own;
                var state = new StateBag();
                strategy.SaveState(state);
                var weight = Formulas.Rows(state.Tensors["0/fisher/head.weight"]);
                var bias = Formulas.Rows(state.Tensors["0/fisher/head.bias"].unsqueeze(0))[0];
                for (var label = 0; label < own.Length; label++)
                {
                    for (var j = 0; j < 32; j++) weight[label][j].ShouldBe(own[label][j], 1e-4 * (1 + own[label][j]));
                    bias[label].ShouldBe(own[label][32], 1e-4 * (1 + own[label][32]));
                }

                compared++;
            },
        };
        var penalties = 0;
        var loss = new Spy
        {
            OnLoss = step =>
            {
                if (step.Learning.Experience.Index == 0) return;
                step.Terms.Single(term => term.Name == "mas").Weight.ShouldBe(0.001);
                penalties++;
            },
        };
        using var job = await new ClassificationJob(run, strategy, spy, loss).Run();
        (compared, penalties).ShouldBe((2, 12));
        long model(int classes) => 4 * ((784 * 32) + 32 + (33 * classes));
        job.OfExperiences("strategyBytes").ShouldBe([2 * model(2), 2 * model(4), 2 * model(4)]);
    }

    [Fact]
    public async Task A_weight_that_would_overshoot_holds_parameters_and_training_stays_finite()
    {
        var moved = new List<double>();
        float[] before = [];
        static float[] First(ILearningContext context) => context.Model.Module.parameters().First().detach().data<float>().ToArray();
        var spy = new Spy
        {
            OnExperience = context => before = First(context),
            OnEnd = context => moved.Add(before.Zip(First(context), (a, b) => Math.Abs(a - b)).Average()),
        };
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, new MemoryAwareSynapsesStrategy(new() { Weight = 1e9 }), spy)
        {
            Options = ClassificationJob.Quick(40, 40),
        }.Run();

        // What matters is held; what no sample of the experience before has reached is free.
        moved[1].ShouldBeLessThan(moved[0] / 2);
        moved[2].ShouldBeLessThan(moved[0] / 2);
    }

    [Theory]
    [InlineData(1, 2)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new MemoryAwareSynapsesStrategy(new() { Weight = 0.001, Samples = 10 })) { Events = events }, experience, step);

    private static double[][] Rows(ILearningContext context, string key)
    {
        var values = Spy.Outputs(context, context.Experience.Train, key).Select(value => (double)value).ToArray();
        return [.. values.Chunk(values.Length / context.Experience.Train.Count)];
    }
}
