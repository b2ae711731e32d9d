using PluginHost.Plugins.ClassificationStrategies;
using PluginHost.Plugins.FineTuning;
using Xunit.Abstractions;

namespace PluginHost.Classification.Tests;

/// <summary>
/// Whether the methods hold on to what they learned: ten digits in five experiences, about 28 training pictures of each and 3
/// exemplars of each old
/// one, 120 steps an experience, the same budget for every method. A check that each works, no comparison.
/// </summary>
public sealed class LearningTests(ITestOutputHelper output)
{
    private static readonly string[][] s_experiences = [["0", "1"], ["2", "3"], ["4", "5"], ["6", "7"], ["8", "9"]];

    [Fact]
    public async Task Every_method_forgets_far_less_than_fine_tuning_whatever_the_seed()
    {
        var tuned = await Accuracies(() => new FineTuningStrategy(new()));
        Report("fine-tuning", tuned);
        var replayed = await Accuracies(() => new FineTuningStrategy(new() { UseMemory = true }));
        Report("fine-tuning with memory", replayed);
        for (var i = 0; i < replayed.Length; i++) replayed[i].ShouldBeGreaterThan(tuned[i] + 20, $"replay, seed {i + 1}");
        var scored = await Accuracies(() => new IcarlStrategy(new() { Prediction = IcarlPrediction.Network }));
        Report("icarl, network", scored);
        foreach (var (name, make) in s_methods)
        {
            var own = await Accuracies(make);
            Report(name, own);
            for (var i = 0; i < own.Length; i++) own[i].ShouldBeGreaterThan(tuned[i] + 20, $"{name}, seed {i + 1}");
            // The nearest mean beats the classifier that is trained on few exemplars and many new samples.
            for (var i = 0; name == "icarl" && i < own.Length; i++) own[i].ShouldBeGreaterThan(scored[i], $"nearest mean, seed {i + 1}");
        }
    }

    private static readonly (string Name, Func<IStrategy> Make)[] s_methods =
    [
        ("icarl", () => new IcarlStrategy(new())),
        ("wa", () => new WeightAligningStrategy(new())),
        ("bic", () => new BicStrategy(new())),
        ("expandable-representation", () => new ExpandableRepresentationStrategy(new())),
        ("foster", () => new FosterStrategy(new())),
    ];

    private static async Task<double[]> Accuracies(Func<IStrategy> make)
    {
        var accuracies = new double[3];
        for (var i = 0; i < accuracies.Length; i++) accuracies[i] = await Accuracy(make(), seed: i + 1);
        return accuracies;
    }

    private void Report(string name, double[] accuracies) => output.WriteLine(
        $"{name}: mean {accuracies.Average():F1} of {string.Join(", ", accuracies.Select(accuracy => $"{accuracy:F1}"))}");

    private static async Task<double> Accuracy(IStrategy strategy, long seed)
    {
        using var run = new ToyRun(seed);
        var options = ClassificationJob.Quick(120, 120);
        (options.BatchSize, options.LogEverySteps, options.CheckpointEverySteps) = (16, 1000, 0);
        options.ExemplarRepeat = 1;
        using var job = new ClassificationJob(run, strategy)
        {
            Experiences = s_experiences,
            Options = options,
            Model = ClassificationJob.Perceptron(64),
            Memory = ClassificationJob.Herding(3),
        };
        await job.Run();
        return job.FinalAccuracy();
    }
}
