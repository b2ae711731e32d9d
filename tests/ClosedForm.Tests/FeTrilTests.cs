using PluginHost.Plugins.Benchmarks;

namespace PluginHost.ClosedForm.Tests;

public sealed class FeTrilTests
{
    [Fact]
    public void A_past_class_is_given_the_samples_of_the_most_similar_new_class_moved_to_its_mean()
    {
        using var scope = NewDisposeScope();
        var features = tensor(new double[,] { { 2, 0 }, { 4, 0 }, { 0, 1 }, { 0, 3 } });
        var labels = tensor(new long[] { 3, 3, 2, 2 });
        // Class 0 lies near the direction of class 2, at (0, 2), class 1 has no sample and is none of the past.
        var means = tensor(new double[,] { { 1, 5 }, { 0, 0 }, { 0, 2 }, { 3, 0 } });
        var counts = tensor(new double[] { 7, 0, 2, 2 });

        var (x, y) = FeTrilStrategy.WithMoved(features, labels, means, counts);

        y.data<long>().ToArray().ShouldBe([3, 3, 2, 2, 0, 0]);
        x.narrow(0, 4, 2).contiguous().data<double>().ToArray().ShouldBe([1, 4, 1, 6]);
        x.narrow(0, 0, 4).contiguous().data<double>().ToArray().ShouldBe([2, 0, 4, 0, 0, 1, 0, 3]);
    }

    [Fact]
    public async Task After_the_stream_the_gradient_of_the_objective_over_new_and_moved_letters_is_zero()
    {
        using var run = new ToyRun(2);
        using var strategy = new FeTrilStrategy(new() { Features = FeatureSource.Input, BaseTraining = false, Penalty = 2 });
        using var job = await new Job(run, _ => strategy) { Benchmark = new ClassIncremental(new() { ClassesPerExperience = 13 }) }.Run();
        var learned = Learned.Of(job);
        var (rows, labels) = (Rows(learned.Features), learned.Labels.data<long>().ToArray());
        // Moving by hand: classes 13 to 25 are new in the second experience.
        double[][] means = [.. Enumerable.Range(0, 26).Select(label => Mean([.. rows.Where((_, i) => labels[i] == label)]))];
        var all = new List<(double[] X, int Label)>(rows.Select((row, i) => (row, (int)labels[i])).Where(each => each.Item2 >= 13));
        for (var past = 0; past < 13; past++)
        {
            var nearest = Enumerable.Range(13, 13).MaxBy(label => Dot(means[past], means[label]) / Math.Sqrt(Dot(means[label], means[label])));
            foreach (var (row, _) in all.Where(each => each.Label == nearest).ToArray())
                all.Add(([.. row.Select((value, i) => value - means[nearest][i] + means[past][i])], past));
        }

        double[][] unit = [.. all.Select(each => (double[])[.. each.X.Select(value => value / Math.Sqrt(Dot(each.X, each.X))), 1])];
        var found = Rows(strategy.Classifier!);
        found.Length.ShouldBe(26);
        for (var label = 0; label < 26; label++)
        {
            var gradient = (double[])found[label].Clone();
            for (var i = 0; i < unit.Length; i++)
            {
                var y = all[i].Label == label ? 1 : -1;
                var slack = 1 - (y * Dot(found[label], unit[i]));
                if (slack <= 0) continue;
                for (var j = 0; j < gradient.Length; j++) gradient[j] -= 2 * 2 * slack * y * unit[i][j];
            }

            Math.Sqrt(Dot(gradient, gradient)).ShouldBeLessThan(1e-5, $"class {label}");
        }

        var tested = Rows(learned.Tested).Select(row => Enumerable.Range(0, 26)
            .MaxBy(label => Dot(found[label], [.. row.Select(value => value / Math.Sqrt(Dot(row, row))), 1]))).ToArray();
        job.Tested().ShouldBe(100.0 * tested.Zip(learned.TestedLabels).Count(pair => pair.First == pair.Second) / tested.Length, 1e-9);
        strategy.KeptBytes.ShouldBe(8 * ((26 * 17) + (26 * 16) + 26));
    }

    [Fact]
    public async Task A_stream_without_boundaries_is_refused()
    {
        using var run = new ToyRun(3);
        using var job = new Job(run, _ => new FeTrilStrategy(new() { BaseTraining = false })) { Benchmark = new Blurry(new() { Experiences = 3 }) };
        (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem().Code.ShouldBe("CF0101");
    }

    private static double[][] Rows(Tensor matrix) => [.. matrix.contiguous().data<double>().ToArray().Chunk((int)matrix.size(1))];

    private static double[] Mean(double[][] rows) => [.. rows[0].Select((_, j) => rows.Average(row => row[j]))];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
