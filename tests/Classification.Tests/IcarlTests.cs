using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class IcarlTests
{
    [Fact]
    public void The_prediction_is_the_class_whose_exemplars_have_the_nearest_mean_of_normalised_features()
    {
        // Exemplars of class 0: (3, 4) and (1, 0); of class 2: (0, 2). Class 1 has none.
        SampleInfo[] exemplars = [Sample("a", 0), Sample("b", 0), Sample("c", 2)];
        var features = new Dictionary<string, double[]>(StringComparer.Ordinal) { ["a"] = [0.6, 0.8], ["b"] = [1, 0], ["c"] = [0, 1] };
        using var means = ClassMeans.Of(features, exemplars, classes: 3)!;

        using var scores = means.Scores(tensor(new float[] { 5, 0, 0, 7, 1, 1 }, [3, 2]));

        // The mean (0.8, 0.4) has length sqrt(0.8).
        double[] mean = [0.8 / Math.Sqrt(0.8), 0.4 / Math.Sqrt(0.8)];
        double[][] rows = [[1, 0], [0, 1], [Math.Sqrt(0.5), Math.Sqrt(0.5)]];
        for (var i = 0; i < rows.Length; i++)
        {
            scores[i, 0].ToDouble().ShouldBe(-(Math.Pow(rows[i][0] - mean[0], 2) + Math.Pow(rows[i][1] - mean[1], 2)), 1e-6);
            scores[i, 1].ToDouble().ShouldBe(double.NegativeInfinity);
            scores[i, 2].ToDouble().ShouldBe(-(Math.Pow(rows[i][0], 2) + Math.Pow(rows[i][1] - 1, 2)), 1e-6);
        }

        using var best = scores.argmax(1);
        best.data<long>().ToArray().ShouldBe([0, 2, 0]);
    }

    [Fact]
    public async Task Every_class_seen_has_exemplars_when_it_is_tested_and_the_bytes_are_those_of_exemplars_and_teacher()
    {
        using var run = new ToyRun();
        using var strategy = new IcarlStrategy(new());
        using var job = await new ClassificationJob(run, strategy).Run();

        long model(int classes) => 4 * ((784 * 32) + 32 + (33 * classes));
        job.OfExperiences("modelBytes").ShouldBe([model(2), model(4), model(6)]);
        // In the test the means of the classes so far stand beside the teacher, 32 numbers each in double precision.
        long means(int classes) => classes * 32 * 8;
        job.OfExperiences("strategyBytes").ShouldBe([means(2), model(2) + means(4), model(4) + means(6)]);
        job.OfExperiences("memoryBytes").ShouldBe([2 * 4 * 784 * 4, 4 * 4 * 784 * 4, 6 * 4 * 784 * 4]);
        strategy.KeptBytes.ShouldBe(means(6));
    }

    [Fact]
    public async Task The_network_predicts_otherwise_than_the_nearest_mean()
    {
        using var run = new ToyRun();
        using var mean = await new ClassificationJob(run, new IcarlStrategy(new())).Run();
        using var other = new ToyRun();
        using var network = await new ClassificationJob(other, new IcarlStrategy(new() { Prediction = IcarlPrediction.Network })).Run();

        network.FinalWeights().ShouldBe(mean.FinalWeights());
        network.Figures().ShouldNotBe(mean.Figures());
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly((run, events) => new(run, new IcarlStrategy(new())) { Events = events }, experience, step);

    private static SampleInfo Sample(string id, int label) => new() { Id = id, Label = label, Split = Split.Train, Index = 0 };
}
