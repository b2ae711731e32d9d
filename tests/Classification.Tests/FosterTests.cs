using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class FosterTests
{
    [Fact]
    public void Class_weights_follow_effective_numbers_and_have_mean_one()
    {
        // beta 0.5: 0.5 / (1 - 0.5) = 1, 0.5 / (1 - 0.25) = 2/3, 0.5 / (1 - 0.125) = 4/7; their sum is 47/21.
        double[] expected = [3 * 21 / 47.0, 2 * 21 / 47.0, 12 / 7.0 * 21 / 47.0];
        var weights = ClassWeights.Of([1, 2, 3], 0.5);
        for (var i = 0; i < 3; i++) weights[i].ShouldBe(expected[i], 1e-12);
        ClassWeights.Of([5, 80], 0).ShouldBe([1, 1]);
    }

    [Fact]
    public void Balanced_distillation_weighs_the_softened_scores_of_the_teacher_by_class()
    {
        using var student = tensor(new float[] { 1, -2, 0.5f, 0, 3, 1 }, [2, 3]);
        using var teacher = tensor(new float[] { 2, 0, -1, 1, 1, 0 }, [2, 3]);
        using var weights = tensor(new float[] { 0.5f, 1, 1.5f });

        var value = ClassWeights.BalancedDistillation(student, teacher, weights, 2).ToDouble();

        value.ShouldBe(Balanced([[1, -2, 0.5], [0, 3, 1]], [[2, 0, -1], [1, 1, 0]], [0.5, 1, 1.5]), 1e-6);
    }

    [Fact]
    public async Task Boosting_has_the_terms_of_the_paper_and_compression_leaves_a_model_of_the_old_size()
    {
        var seen = new List<(double Base, double ExpectedBase, double Enhancement, double ExpectedEnhancement)>();
        var compressed = new List<(double Value, double Expected)>();
        var phases = new List<(int Experience, string Name, int Steps)>();
        IModel? boosted = null;
        var before = new Spy
        {
            // Stands before FOSTER, which puts the compressed model in the boosted one's place.
            OnPhaseEnd = (context, phase) =>
            {
                if (phase.Name != Phase.MainName) return;
                boosted?.Dispose();
                boosted = context.Model.Clone();
            },
        };
        var spy = new Spy
        {
            OnPhase = (context, phase) => phases.Add((context.Experience.Index, phase.Name, phase.Steps)),
            OnLoss = loss =>
            {
                if (loss.Learning.Experience.Index == 0) return;
                if (loss.Step.Phase.Name != Phase.MainName)
                {
                    var taught = boosted!.Forward(loss.Batch, ForwardRequest.Predictions);
                    compressed.Add((loss.Terms.Single().Value.ToDouble(), Balanced(
                        Formulas.Rows(loss.Student[OutputKeys.Logits]), Formulas.Rows(taught[OutputKeys.Logits]), Weights(loss.Learning, 0.97))));
                    return;
                }

                loss.Terms.Select(term => term.Name).ShouldBe(["base", "enhancement", "distillation"]);
                var state = loss.Learning.Model.Module.state_dict();
                var labels = loss.Batch.Labels();
                var weights = Weights(loss.Learning, 0.96);
                var logits = Formulas.Rows(loss.Student[OutputKeys.Logits]);
                double[][] scores = [.. logits.Select(row => row.Zip(weights, (a, b) => a / b).ToArray())];
                var newest = Formulas.Rows(loss.Student[OutputKeys.Features]).Select(row => row[32..]).ToArray();
                var bias = Formulas.Rows(state["auxiliary.bias"].unsqueeze(0))[0];
                var enhanced = Formulas.Linear(newest, Formulas.Rows(state["auxiliary.weight"]), bias);
                seen.Add((
                    loss.Terms[0].Value.ToDouble(), Formulas.CrossEntropy(scores, labels),
                    loss.Terms[1].Value.ToDouble(), Formulas.CrossEntropy(enhanced, labels)));
            },
        };
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, before, new FosterStrategy(new()), spy).Run();
        boosted!.Dispose();

        compressed.Count.ShouldBe(10);
        foreach (var (value, expected) in compressed) value.ShouldBe(expected, 1e-5);
        seen.Count.ShouldBe(12);
        foreach (var (value, expected, enhancement, expectedEnhancement) in seen)
        {
            value.ShouldBe(expected, 1e-5);
            enhancement.ShouldBe(expectedEnhancement, 1e-5);
        }

        // 6 x 130 / 170 = 4.6 steps.
        phases.ShouldBe([(0, "main", 6), (1, "main", 6), (1, "compression", 5), (2, "main", 6), (2, "compression", 5)]);
        long model(int classes) => (784 * 32) + 32 + (33 * classes);
        job.OfExperiences("modelBytes").ShouldBe([4 * model(2), 4 * model(4), 4 * model(6)]);
        // The boosted model: two parts as the old model was, a classifier over 64 features and one over 32.
        job.OfExperiences("strategyBytes").ShouldBe(
            [0, 4 * ((2 * model(2)) + (4 * 65) + (4 * 33)), 4 * ((2 * model(4)) + (6 * 65) + (6 * 33))]);
    }

    [Theory]
    [InlineData(0, 5, "main")]
    [InlineData(1, 2, "main")]
    [InlineData(1, 4, "compression")]
    [InlineData(2, 1, "compression")]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step, string phase) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new FosterStrategy(new())) { Events = events, Model = ClassificationJob.ResNet() },
            experience, step, phase);

    // At temperature 2: -sum q log p with q the teacher's softmax times the class weights, scaled to sum 1.
    private static double Balanced(double[][] student, double[][] teacher, double[] weights) =>
        Enumerable.Range(0, student.Length).Average(i =>
        {
            double[] q = [.. Formulas.Softmax(teacher[i].Select(score => score / 2)).Zip(weights, (a, b) => a * b)];
            var p = Formulas.Softmax(student[i].Select(score => score / 2));
            return -q.Zip(p, (a, b) => a / q.Sum() * Math.Log(b)).Sum();
        });

    // Four exemplars of each old class; 28 samples or so of each new one.
    private static double[] Weights(ILearningContext context, double beta)
    {
        var train = context.Experience.Train;
        var counts = Enumerable.Range(0, context.SeenLabels)
            .Select(c => c < context.FirstNewLabel ? 4 : train.Count(sample => sample.Label == c));
        double[] weights = [.. counts.Select(count => (1 - beta) / (1 - Math.Pow(beta, count)))];
        return [.. weights.Select(weight => weight / weights.Sum() * weights.Length)];
    }
}
