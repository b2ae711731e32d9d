using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class GemTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void The_weights_are_the_best_of_all_choices_of_what_stands_at_the_margin(double margin)
    {
        var random = new RandomSource(7).Stream("test");
        for (var trial = 0; trial < 50; trial++)
        {
            const int Size = 3;
            using var rows = tensor(Enumerable.Range(0, Size * 6).Select(_ => random.NextGaussian()).ToArray(), [Size, 6]);
            using var gradient = tensor(Enumerable.Range(0, 6).Select(_ => random.NextGaussian()).ToArray());
            using var matrix = rows.matmul(rows.t());
            using var linear = rows.mv(gradient);
            double[] q = matrix.data<double>().ToArray(), b = linear.data<double>().ToArray();

            var found = GemStrategy.Weights(q, b, margin);

            found.ShouldAllBe(weight => weight >= margin);
            Cost(q, b, found).ShouldBe(Best(matrix, linear, q, b, margin), 1e-9);
        }
    }

    [Fact]
    public void The_moved_gradient_is_the_nearest_that_points_against_none()
    {
        // In the plane: against (0, 1) and not against (1, 0), so the second number alone goes to 0.
        using var gradient = tensor([1.0, -2]);
        using var references = tensor([1.0, 0, 0, 1], [2, 2]);
        using var moved = GemStrategy.Project(gradient, references, margin: 0)!;
        moved.data<double>().ToArray().ShouldBe([1, 0], 1e-12);
        // A margin adds that much of each reference at least.
        using var helped = GemStrategy.Project(gradient, references, margin: 0.5)!;
        helped.data<double>().ToArray().ShouldBe([1.5, 0], 1e-12);
    }

    [Fact]
    public void A_gradient_that_points_against_none_stays()
    {
        using var gradient = tensor([1.0, 0]);
        using var references = tensor([1.0, 0, 0, 1], [2, 2]);
        GemStrategy.Project(gradient, references, margin: 0.5).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly((run, events) => new(run, new GemStrategy(new())) { Events = events }, experience, step);

    private static double Cost(double[] q, double[] b, double[] v)
    {
        var size = b.Length;
        return Enumerable.Range(0, size).Sum(i =>
            (b[i] * v[i]) + (0.5 * v[i] * Enumerable.Range(0, size).Sum(j => q[(i * size) + j] * v[j])));
    }

    // Every set of weights at the margin; the others where the slope is 0.
    private static double Best(Tensor matrix, Tensor linear, double[] q, double[] b, double margin)
    {
        var size = b.Length;
        var best = double.PositiveInfinity;
        for (var set = 0; set < 1 << size; set++)
        {
            var free = Enumerable.Range(0, size).Where(i => (set & (1 << i)) == 0).Select(i => (long)i).ToArray();
            var v = Enumerable.Repeat(margin, size).ToArray();
            if (free.Length > 0)
            {
                using var scope = NewDisposeScope();
                using var index = tensor(free);
                var held = tensor(v);
                held.index_fill_(0, index, 0);
                var right = -(linear + matrix.mv(held)).index_select(0, index);
                var solved = linalg.inv(matrix.index_select(0, index).index_select(1, index)).mv(right).data<double>().ToArray();
                for (var i = 0; i < free.Length; i++) v[free[i]] = solved[i];
            }

            if (v.All(weight => weight >= margin - 1e-12)) best = Math.Min(best, Cost(q, b, v));
        }

        return best;
    }
}
