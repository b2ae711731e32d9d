using PluginHost.Plugins.AccuracyMetric;
using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Classifiers;
using PluginHost.Classifiers;
using PluginHost.Training;

namespace PluginHost.ClosedForm.Tests;

public sealed class TeenTests
{
    [Theory]
    [InlineData(0.5, 16)]
    [InlineData(0.1, 4)]
    [InlineData(0, 16)]
    public async Task Prototypes_are_those_of_the_papers_formula_written_out(double alpha, double tau)
    {
        using var run = new ToyRun(2);
        var strategy = new TeenStrategy(new() { Alpha = alpha, Tau = tau });
        using var job = await Job(run, strategy).Run();
        var means = Means(job);

        var rows = strategy.Prototypes().data<double>().ToArray();

        for (var label = 0; label < 26; label++)
        {
            var expected = label < 14 ? means[label] : Calibrated(means[label], means[..14], alpha, tau);
            rows.AsSpan(label * 12, 12).ToArray().ShouldBe(expected, 1e-9);
        }
    }

    [Fact]
    public async Task Later_sessions_train_nothing_and_few_shots_help_classes_that_are_new()
    {
        using var run = new ToyRun(2);
        using var job = await Job(run, new TeenStrategy(new())).Run();

        job.Events.Of<StepCompleted>().ShouldAllBe(step => step.Experience == 0);
        var figures = job.Metrics()["summary"]!["accuracy"]!;
        foreach (var name in (string[])["seen", "unseen", "harmonic mean", "performance drop"]) ((double?)figures[name]).ShouldNotBeNull();
        // 12 new classes among 26: chance is 4 %.
        ((double)figures["unseen"]!).ShouldBeGreaterThan(15);
    }

    [Fact]
    public async Task The_best_base_epoch_is_chosen_by_the_validation_samples()
    {
        using var run = new ToyRun(2);
        using var job = Job(run, new TeenStrategy(new()), SelectionMode.Best);
        await job.Run();

        var validations = job.Events.Of<EvaluationCompleted>().Where(each => each.Scope == "validation").ToArray();
        var best = validations.MaxBy(each => each.Scores.Single(score => score.Key == "accuracy").Value)!;
        validations.Select(each => each.Scores[0].Value).Distinct().Count().ShouldBeGreaterThan(1);
        ((int)job.Metrics()["experiences"]![0]!["selectedStep"]!).ShouldBe(best.Step);
    }

    private static Job Job(ToyRun run, TeenStrategy strategy, SelectionMode mode = SelectionMode.Last)
    {
        var options = Tests.Job.Quick();
        options.Steps = new() { First = 120, Later = 5 };
        options.Selection = new() { Mode = mode, EverySteps = 20 };
        return new(run, _ => strategy)
        {
            Model = new PerceptronClassifier(new() { Widths = [12], Head = HeadKind.Cosine }),
            Benchmark = new FewShot(new() { BaseClasses = 14, Ways = 4, Shots = 5 }),
            StreamMetrics = [new FewShotMetric()],
            Options = options,
        };
    }

    /// <summary>Each class's mean feature under the trained model, in float64.</summary>
    private static double[][] Means(Job job)
    {
        var experiences = job.Benchmark.Build(job.Dataset, new(job.Random.Seed)).Experiences;
        var groups = experiences.SelectMany(experience => experience.Train).GroupBy(sample => sample.Label).OrderBy(group => group.Key);
        using var quiet = no_grad();
        return
        [
            .. groups.Select(group =>
            {
                Draw[] draws = [.. group.Select(sample => new Draw { Training = false, Sources = [new() { Sample = sample }] })];
                using var batch = new Batch(draws, new Dictionary<string, Tensor>
                {
                    [BatchKeys.Input] = stack([.. group.Select(sample => job.Dataset.Load(sample)[SampleKeys.Features])]),
                });
                var features = job.Model.Forward(batch, new() { Features = true })[OutputKeys.Features].to(ScalarType.Float64);
                return features.sum([0]).data<double>().Select(value => value / draws.Length).ToArray();
            }),
        ];
    }

    private static double[] Calibrated(double[] mean, double[][] known, double alpha, double tau)
    {
        var own = Unit(mean);
        double[][] directions = [.. known.Select(Unit)];
        double[] powers = [.. directions.Select(each => Math.Exp(tau * each.Zip(own, (a, b) => a * b).Sum()))];
        var drawn = Unit([.. own.Select((_, i) => directions.Zip(powers, (each, power) => power / powers.Sum() * each[i]).Sum())]);
        return [.. own.Zip(drawn, (a, b) => ((1 - alpha) * a) + (alpha * b))];
    }

    private static double[] Unit(double[] vector)
    {
        var length = Math.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / length)];
    }
}
