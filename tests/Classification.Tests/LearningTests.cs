using PluginHost.Plugins.ClassificationStrategies;
using PluginHost.Plugins.FineTuning;
using Xunit.Abstractions;

namespace PluginHost.Classification.Tests;

/// <summary>
/// Whether the methods hold on to what they learned: ten digits in five experiences, 28 training pictures of each and 10 exemplars of each old one, with
/// the same budget for every method and no choice of hyperparameters.
/// </summary>
public sealed class LearningTests(ITestOutputHelper output)
{
    private static readonly string[][] s_experiences = [["0", "1"], ["2", "3"], ["4", "5"], ["6", "7"], ["8", "9"]];

    [Theory]
    [InlineData("icarl")]
    [InlineData("wa")]
    [InlineData("bic")]
    [InlineData("expandable-representation")]
    [InlineData("foster")]
    public async Task A_method_forgets_far_less_than_fine_tuning(string method)
    {
        var (own, tuned) = (new List<double>(), new List<double>());
        for (var seed = 1; seed <= 3; seed++)
        {
            own.Add(await Accuracy(Strategy(method), seed));
            tuned.Add(await Accuracy(new FineTuningStrategy(new()), seed));
        }

        output.WriteLine($"{method}: {string.Join(", ", own)}; mean {own.Average():F1}; fine-tuning {string.Join(", ", tuned)}; mean {tuned.Average():F1}");
        own.Zip(tuned).ShouldAllBe(pair => pair.First > pair.Second + 20);
    }

    internal static IStrategy Strategy(string method) => method switch
    {
        "icarl" => new IcarlStrategy(new()),
        "wa" => new WeightAligningStrategy(new()),
        "bic" => new BicStrategy(new()),
        "expandable-representation" => new ExpandableRepresentationStrategy(new()),
        "foster" => new FosterStrategy(new()),
        _ => new FineTuningStrategy(new() { UseMemory = true }),
    };

    private static async Task<double> Accuracy(IStrategy strategy, long seed)
    {
        using var run = new ToyRun(seed);
        var options = ClassificationJob.Quick(60, 60);
        (options.BatchSize, options.LogEverySteps, options.CheckpointEverySteps) = (16, 1000, 0);
        using var job = new ClassificationJob(run, strategy)
        {
            Experiences = s_experiences,
            Options = options,
            Model = ClassificationJob.Perceptron(64),
            Memory = ClassificationJob.Herding(10),
        };
        await job.Run();
        return job.FinalAccuracy();
    }
}
