using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Gaussians;

namespace DataSets.Tests.Classification;

public sealed class GaussiansTests
{
    [Fact]
    public void Means_lie_on_the_sphere_and_samples_have_mean_and_variance_of_their_class()
    {
        var set = new GaussiansDataset(new() { Classes = 5, Dimensions = 8, Separation = 3, TrainSamples = 4000 });
        for (var label = 0; label < 5; label++)
        {
            var mean = set.Mean(label);
            Math.Sqrt(mean.Sum(value => value * value)).ShouldBe(3, 1e-12);
            var rows = set.Samples(Split.Train).Where(sample => sample.Label == label).Select(sample => Values(set, sample)).ToArray();
            rows.Length.ShouldBe(4000);
            for (var i = 0; i < 8; i++)
            {
                var average = rows.Average(row => (double)row[i]);
                // Five standard errors of a mean, and of a variance.
                average.ShouldBe(mean[i], 5 / Math.Sqrt(4000));
                rows.Average(row => Math.Pow(row[i] - average, 2)).ShouldBe(1, 5 * Math.Sqrt(2.0 / 4000));
            }
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    public void The_nearest_mean_confuses_two_classes_as_often_as_the_formula_says(double separation)
    {
        var set = new GaussiansDataset(new() { Classes = 2, Dimensions = 6, Separation = separation, TestSamples = 5000, Seed = 3 });
        double[][] means = [set.Mean(0), set.Mean(1)];
        var distance = Math.Sqrt(means[0].Zip(means[1], (a, b) => (a - b) * (a - b)).Sum());
        var wrong = set.Samples(Split.Test).Count(sample =>
        {
            var row = Values(set, sample);
            return Squared(row, means[sample.Label]) > Squared(row, means[1 - sample.Label]);
        });
        var expected = Lower(-distance / 2);
        (wrong / 10_000.0).ShouldBe(expected, 5 * Math.Sqrt(expected * (1 - expected) / 10_000));
    }

    [Fact]
    public void A_sample_is_the_same_however_many_classes_and_samples_there_are_and_another_one_for_another_seed()
    {
        var few = new GaussiansDataset(new() { Classes = 3, TrainSamples = 2, TestSamples = 1 });
        var many = new GaussiansDataset(new() { Classes = 300, TrainSamples = 9, TestSamples = 4, ValidationSamples = 3 });
        var other = new GaussiansDataset(new() { Classes = 3, TrainSamples = 2, TestSamples = 1, Seed = 2 });
        foreach (var sample in few.Samples(Split.Train).Concat(few.Samples(Split.Test)))
        {
            var same = many.Samples(sample.Split).Single(candidate => candidate.Id == sample.Id);
            Values(many, same).ShouldBe(Values(few, sample));
            Values(other, sample).ShouldNotBe(Values(few, sample));
        }

        many.Info.Classes.Count.ShouldBe(300);
        var ids = Enum.GetValues<Split>().SelectMany(many.Samples).Select(sample => sample.Id).ToArray();
        ids.Length.ShouldBe(300 * 16);
        ids.Distinct().Count().ShouldBe(ids.Length);
    }

    private static double Squared(float[] row, double[] mean) => row.Zip(mean, (a, b) => (a - b) * (a - b)).Sum();

    // The normal distribution function by Simpson's rule from -12.
    private static double Lower(double x)
    {
        const int pieces = 2000;
        var width = (x + 12) / pieces;
        return Enumerable.Range(0, pieces + 1).Sum(i =>
            (i is 0 or pieces ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-Math.Pow(-12 + (i * width), 2) / 2)) * width / 3 / Math.Sqrt(2 * Math.PI);
    }

    private static float[] Values(GaussiansDataset set, SampleInfo sample) => set.Values(sample, SampleKeys.Features);
}
