using PluginHost.Plugins.BssEval;

namespace PluginHost.Separation.Tests;

public sealed class BssEvalMetricTests
{
    private const int Length = 2000;

    [Fact]
    public void Each_row_gets_its_own_scores_and_its_mixtures_baseline()
    {
        using var scope = NewDisposeScope();
        using var prediction = Two();
        var rows = new BssEvalMetric(new() { FilterLength = 32 }).Measure(prediction);
        rows.Count.ShouldBe(4);
        for (var item = 0; item < 2; item++)
        {
            var (truth, guesses) = (Rows(prediction, SeparationKeys.References, item), Rows(prediction, SeparationKeys.Estimates, item));
            var expected = SourceEvaluation.Compare(truth, guesses, 32);
            var mixture = prediction[SeparationKeys.Mixtures][item].unsqueeze(0).repeat(2, 1);
            var baseline = SourceEvaluation.Compare(truth, mixture, 32);
            for (var slot = 0; slot < 2; slot++)
            {
                var row = rows[(slot * 2) + item].ShouldNotBeNull();
                row[0].ShouldBe(expected[slot].Sdr, 1e-9);
                row[1].ShouldBe(expected[slot].Sir, 1e-9);
                row[2].ShouldBe(expected[slot].Sar, 1e-9);
                row[3].ShouldBe(baseline[slot].Sdr, 1e-9);
                row[4].ShouldBe(expected[slot].Sdr - baseline[slot].Sdr, 1e-9);
            }
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using var scope = NewDisposeScope();
        using var prediction = Many();
        var metric = new BssEvalMetric(new() { FilterLength = 64 });
        var expected = metric.Measure(prediction, threads: 1);
        expected.ShouldAllBe(row => row != null);
        foreach (var threads in new[] { 2, 3, 8 })
        {
            foreach (var (row, first) in metric.Measure(prediction, threads).Zip(expected)) row.ShouldBe(first);
        }
    }

    [Fact]
    public void Rows_in_double_precision_score_as_those_in_single_precision_do()
    {
        using var scope = NewDisposeScope();
        using var single = Two();
        using var twice = new Prediction(
            single.Draws, single.Keys.ToDictionary(key => key, key => single[key].to_type(ScalarType.Float64), StringComparer.Ordinal));
        var metric = new BssEvalMetric(new() { FilterLength = 32 });
        foreach (var (row, first) in metric.Measure(twice).Zip(metric.Measure(single))) row.ShouldBe(first);
    }

    [Fact]
    public void A_perfect_estimate_is_scored_by_projections_written_out()
    {
        using var scope = NewDisposeScope();
        var references = Lcg.Tensor(71, 2, Length).to_type(ScalarType.Float32);
        using var prediction = new Prediction(
            [Clips.Mix(Clips.Info("a", 0), Clips.Info("b", 1))],
            new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [SeparationKeys.References] = references.clone(),
                [SeparationKeys.Estimates] = references.clone(),
                [SeparationKeys.Mixtures] = references.sum(0L, keepdim: true),
            });
        foreach (var row in new BssEvalMetric(new() { FilterLength = 32 }).Measure(prediction))
        {
            row.ShouldNotBeNull()[..3].ShouldAllBe(ratio => ratio > 250);
            row[3].ShouldBeInRange(-3, 3);
        }
    }

    [Fact]
    public void A_mixture_with_a_silent_part_is_skipped_as_a_whole()
    {
        using var scope = NewDisposeScope();
        using var prediction = Two(silent: true);
        var rows = new BssEvalMetric(new() { FilterLength = 32 }).Measure(prediction);
        rows[0].ShouldBeNull();
        rows[2].ShouldBeNull();
        rows[1].ShouldNotBeNull();
        rows[3].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("the same", true)]
    [InlineData("the same at another level, in 16 bits", true)]
    [InlineData("the same, later by 20 samples", true)]
    [InlineData("the same through a filter of 3 taps", true)]
    [InlineData("the same, later by more than the filter reaches", false)]
    [InlineData("the same with noise at -40 dB", false)]
    [InlineData("another sound", false)]
    public void A_mixture_of_sources_that_are_not_independent_is_skipped_as_a_whole(string second, bool skipped)
    {
        using var scope = NewDisposeScope();
        // Its end is silent, so that nothing is cut off what comes later.
        var first = Lcg.Tensor(51, 1, Length)[0] * 0.5;
        first.narrow(0, Length - 40, 40).zero_();
        var other = second switch
        {
            "the same" => first.clone(),
            "the same at another level, in 16 bits" => (first * 0.3 * 32768).round() / 32768,
            "the same, later by 20 samples" => Later(first, 20),
            "the same through a filter of 3 taps" => first - (Later(first, 1) * 0.5) + (Later(first, 2) * 0.25),
            "the same, later by more than the filter reaches" => Later(first, 200),
            "the same with noise at -40 dB" => first + (Lcg.Tensor(53, 1, Length)[0] * 0.005),
            _ => Lcg.Tensor(53, 1, Length)[0],
        };
        var references = stack([first, other]);
        using var prediction = new Prediction(
            [Clips.Mix(Clips.Info("a", 0), Clips.Info("b", 1))],
            new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [SeparationKeys.References] = references.to_type(ScalarType.Float32),
                [SeparationKeys.Estimates] = (references + (Lcg.Tensor(54, 2, Length) * 0.1)).to_type(ScalarType.Float32),
                [SeparationKeys.Mixtures] = references.sum(0L, keepdim: true).to_type(ScalarType.Float32),
            });
        var metric = new BssEvalMetric(new() { FilterLength = 32 });
        for (var round = 0; round < 2; round++) metric.Measure(prediction).Select(row => row is null).ShouldBe([skipped, skipped]);
    }

    [Fact]
    public void Of_three_sources_one_that_is_the_sum_of_the_others_makes_the_mixture_skipped()
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<double[]?> Measured(Tensor third)
        {
            var references = cat([Lcg.Tensor(61, 2, Length), third.unsqueeze(0)], 0);
            using var prediction = new Prediction(
                [Clips.Mix(Clips.Info("a", 0), Clips.Info("b", 1), Clips.Info("c", 2))],
                new Dictionary<string, Tensor>(StringComparer.Ordinal)
                {
                    [SeparationKeys.References] = references,
                    [SeparationKeys.Estimates] = references + (Lcg.Tensor(62, 3, Length) * 0.1),
                    [SeparationKeys.Mixtures] = references.sum(0L, keepdim: true),
                });
            return new BssEvalMetric(new() { FilterLength = 32 }).Measure(prediction);
        }

        Measured(Lcg.Tensor(61, 2, Length).sum(0L)).ShouldAllBe(row => row == null);
        Measured(Lcg.Tensor(63, 1, Length)[0]).ShouldAllBe(row => row != null);
    }

    [Fact]
    public void Several_threads_get_the_same_scores()
    {
        using var prediction = Two();
        var metric = new BssEvalMetric(new() { FilterLength = 64 });
        var expected = metric.Measure(prediction);
        Parallel.For(0, 8, _ => metric.Measure(prediction).ShouldBe(expected));
    }

    [Fact]
    public void With_permutation_swapped_estimates_score_like_straight_ones()
    {
        using var scope = NewDisposeScope();
        using var straight = Two();
        using var swapped = Two(swap: true);
        var expected = new BssEvalMetric(new() { FilterLength = 32 }).Measure(straight);
        var found = new BssEvalMetric(new() { FilterLength = 32, Permutation = true }).Measure(swapped);
        for (var row = 0; row < 4; row++) found[row]![0].ShouldBe(expected[row]![0], 1e-9);
    }

    private static Tensor Later(Tensor sound, int samples) =>
        cat([zeros(samples, dtype: ScalarType.Float64), sound.narrow(0, 0, Length - samples)], 0);

    private static Tensor Rows(Prediction prediction, string key, int item) =>
        stack([prediction[key][item], prediction[key][2 + item]], 0).to_type(ScalarType.Float64);

    // Seven mixtures, one of which needs the dense way.
    private static Prediction Many()
    {
        using var scope = NewDisposeScope();
        const int Count = 7;
        var references = Lcg.Tensor(81, 2 * Count, Length);
        var estimates = references + (references.roll(Count, 0) * 0.3) + (Lcg.Tensor(82, 2 * Count, Length) * 0.1);
        estimates[3].copy_(references[3]);
        return new(
            [.. Enumerable.Repeat(Clips.Mix(Clips.Info("a", 0), Clips.Info("b", 1)), Count)],
            new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [SeparationKeys.References] = references.to_type(ScalarType.Float32),
                [SeparationKeys.Estimates] = estimates.to_type(ScalarType.Float32),
                [SeparationKeys.Mixtures] = references.view(2, Count, Length).sum(0L).to_type(ScalarType.Float32),
            });
    }

    private static Prediction Two(bool silent = false, bool swap = false)
    {
        using var scope = NewDisposeScope();
        var references = Lcg.Tensor(51, 4, Length);
        var leak = references.roll(2, 0) * 0.3;
        var estimates = references + leak + (Lcg.Tensor(52, 4, Length) * 0.1);
        if (silent) estimates[2] = zeros(Length, dtype: ScalarType.Float64);
        if (swap) estimates = estimates.roll(2, 0);
        var mixtures = references.view(2, 2, Length).sum(0L);
        Draw[] draws = [Clips.Mix(Clips.Info("a", 0), Clips.Info("b", 1)), Clips.Mix(Clips.Info("c", 0), Clips.Info("d", 1))];
        return new(draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SeparationKeys.References] = references.to_type(ScalarType.Float32),
            [SeparationKeys.Estimates] = estimates.to_type(ScalarType.Float32),
            [SeparationKeys.Mixtures] = mixtures.to_type(ScalarType.Float32),
        });
    }
}
