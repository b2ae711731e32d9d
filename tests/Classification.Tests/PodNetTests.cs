using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class PodNetTests
{
    // torch 1.13 in double precision, by equation 7 (the released code adds exp(0) for the own class to the sum) on
    // z_ic = 2 sin(i + 1.5 c), labels i mod 4, scale 2, margin 0.6.
    private const double KnownLoss = 3.030471890766;

    // torch 1.13 in double precision: POD-spatial as PyCIL has it, maps a = sin(k), b = cos(0.7 k) over k = 0 .. 2*3*4*5-1 as (2, 3, 4, 5).
    private const double KnownPod = 0.351129642989;

    [Fact]
    public void The_loss_of_local_similarities_is_that_of_the_paper_and_its_gradient_leaves_won_samples_alone()
    {
        using var scope = NewDisposeScope();
        var scores = new double[6, 4];
        for (var i = 0; i < 6; i++)
            for (var c = 0; c < 4; c++) scores[i, c] = 2 * Math.Sin(i + (1.5 * c));
        var labels = tensor(Enumerable.Range(0, 6).Select(i => (long)(i % 4)).ToArray());
        PodNetStrategy.LocalSimilarity(tensor(scores), labels, tensor(2.0), 0.6).ToDouble().ShouldBe(KnownLoss, 1e-6);

        var sure = tensor(new double[,] { { 9, 0 }, { 0, 0 } }, requires_grad: true);
        PodNetStrategy.LocalSimilarity(sure, tensor(new long[] { 0, 0 }), tensor(1.0), 0.6).backward();
        sure.grad!.data<double>().ToArray().ShouldBe([0, 0, -0.5, 0.5], 1e-12);
    }

    [Fact]
    public void The_distance_of_pooled_maps_is_that_of_PyCIL()
    {
        using var scope = NewDisposeScope();
        Tensor Map(Func<int, double> value) => tensor(Enumerable.Range(0, 120).Select(k => (float)value(k)).ToArray(), [2, 3, 4, 5]);
        PodNetStrategy.PooledDistance(Map(k => Math.Sin(k)), Map(k => Math.Cos(0.7 * k))).ToDouble().ShouldBe(KnownPod, 1e-6);
    }

    [Fact]
    public async Task The_terms_of_a_step_are_those_of_ten_proxies_a_class_and_the_model_before()
    {
        using var run = new ToyRun();
        using var strategy = new PodNetStrategy(new());
        var steps = 0;
        var phases = new List<string>();
        var spy = new Spy
        {
            OnPhase = (context, phase) =>
            {
                phases.Add($"{context.Experience.Index} {phase.Name} {phase.Steps}");
                if (phase.Name == PodNetStrategy.TuningPhase)
                    phase.Entries.GroupBy(entry => entry.Sample.Label).Select(own => own.Count()).Distinct().ShouldBe([4]);
            },
            OnLoss = loss =>
            {
                var head = strategy.Head!;
                var features = Formulas.Rows(loss.Student[OutputKeys.Features]);
                var proxies = Formulas.Rows(head.Weight);
                proxies.Length.ShouldBe(10 * loss.Learning.SeenLabels);
                var eta = head.Scale.ToDouble();
                eta.ShouldBeGreaterThanOrEqualTo(1);
                var labels = loss.Batch.Labels();
                var expected = features.Select((row, i) =>
                {
                    double[] scores =
                    [
                        .. proxies.Chunk(10).Select(own =>
                        {
                            double[] cosines = [.. own.Select(proxy => Cosine(proxy, row))];
                            return Formulas.Softmax(cosines).Zip(cosines, (share, cosine) => share * cosine).Sum();
                        }),
                    ];
                    var others = scores.Where((_, c) => c != labels[i]).Sum(score => Math.Exp(eta * score));
                    return Math.Max(0, Math.Log(others) - (eta * (scores[labels[i]] - 0.6)));
                }).Average();
                loss.Terms[0].Value.ToDouble().ShouldBe(expected, 1e-5);
                steps++;
                if (loss.Learning.Experience.Index == 0) return;
                var factor = Math.Sqrt(loss.Learning.SeenLabels / 2.0);
                loss.Terms.Select(term => (term.Name, term.Weight)).ShouldBe([("base", 1), ("pod-spatial", 5 * factor), ("pod-flat", factor)]);
                // In the first step the model is the teacher.
                if (loss.Step is { Step: 0, Phase.Name: Phase.MainName }) loss.Terms.Skip(1).ShouldAllBe(term => term.Value.ToDouble() < 1e-4);
            },
        };
        using var job = await new ClassificationJob(run, strategy, spy)
        {
            Model = ClassificationJob.Perceptron(32, 16), Options = ClassificationJob.Quick(8, 8),
        }.Run();
        phases.ShouldBe(["0 main 8", "1 main 8", "1 balanced 1", "2 main 8", "2 balanced 1"]);
        steps.ShouldBe(26);
    }

    [Fact]
    public async Task Proxies_and_the_teacher_are_counted()
    {
        using var run = new ToyRun();
        using var strategy = new PodNetStrategy(new());
        using var job = await new ClassificationJob(run, strategy).Run();
        long model(int classes) => 4 * ((784 * 32) + 32 + (33 * classes));
        long proxies(int classes) => 4 * ((10 * classes * 32) + 1);
        job.OfExperiences("strategyBytes").ShouldBe([proxies(2), model(2) + proxies(4), model(4) + proxies(6)]);
    }

    [Theory]
    [InlineData(0, 3, null)]
    [InlineData(1, 1, PodNetStrategy.TuningPhase)]
    [InlineData(2, 5, null)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step, string? phase) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new PodNetStrategy(new() { TuningShare = 0.5 })) { Events = events, Model = ClassificationJob.ResNet() },
            experience, step, phase);

    private static double Cosine(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum() / (Formulas.Length(a) * Formulas.Length(b));
}
