using PluginHost.Plugins.BssEval;

namespace PluginHost.Separation.Tests;

/// <summary>Golden values of docs/separation.md, computed with mir_eval.</summary>
public sealed class SourceEvaluationTests
{
    private const int Length = 4000;

    private static readonly double[] s_one = Lcg.Draw(1, Length);
    private static readonly double[] s_two = Lcg.Draw(2, Length);

    [Fact]
    public void The_generator_of_the_golden_values_is_the_designs()
    {
        s_one[0].ShouldBe(0.02774016, 1e-8);
        s_one[1].ShouldBe(-0.64851739, 1e-8);
        s_two[0].ShouldBe(-0.94453118, 1e-8);
    }

    [Fact]
    public void Two_noisy_and_leaky_estimates_score_as_mir_eval_says()
    {
        using var scope = NewDisposeScope();
        var scores = SourceEvaluation.Compare(Stack(s_one, s_two), Stack(First(), Second()));
        Check(scores, [12.319216, 14.486411], [12.548066, 16.972057], [25.450524, 18.179918]);
    }

    [Fact]
    public void Permuted_estimates_are_assigned_to_their_references()
    {
        using var scope = NewDisposeScope();
        var (scores, assignment) = SourceEvaluation.CompareBest(Stack(s_one, s_two), Stack(Second(), First()));
        assignment.ShouldBe([1, 0]);
        Check(scores, [12.319216, 14.486411], [12.548066, 16.972057], [25.450524, 18.179918]);
    }

    [Fact]
    public void The_mixture_as_estimate_of_both_has_no_artefacts()
    {
        using var scope = NewDisposeScope();
        var mixture = Sum((0.5, s_one), (0.5, s_two));
        var scores = SourceEvaluation.Compare(Stack(s_one, s_two), Stack(mixture, mixture));
        scores[0].Sdr.ShouldBe(1.070139, 1e-6);
        scores[1].Sdr.ShouldBe(1.177978, 1e-6);
        scores[0].Sir.ShouldBe(1.070139, 1e-6);
        scores[1].Sir.ShouldBe(1.177978, 1e-6);
        scores.ShouldAllBe(score => score.Sar > 250);
    }

    [Fact]
    public void A_delay_within_the_filter_counts_as_no_distortion()
    {
        using var scope = NewDisposeScope();
        var delayed = new double[Length];
        for (var n = 100; n < Length; n++) delayed[n] = 0.5 * s_one[n - 100];
        var scores = SourceEvaluation.Compare(Stack(s_one, s_two), Stack(Sum((1, delayed), (0.1, s_two)), s_two));
        scores[0].Sdr.ShouldBe(12.326, 5e-4);
        scores[0].Sir.ShouldBe(13.974, 5e-4);
        scores[0].Sar.ShouldBe(17.503, 5e-4);
    }

    [Fact]
    public void Perfect_estimates_score_as_high_as_double_precision_goes()
    {
        using var scope = NewDisposeScope();
        var scores = SourceEvaluation.Compare(Stack(s_one, s_two), Stack(s_one, s_two));
        scores.ShouldAllBe(score => score.Sdr > 250 && score.Sir > 250 && score.Sar > 250);
    }

    [Fact]
    public void Identical_references_do_not_break_the_evaluation()
    {
        // The Gram matrix is singular; SDR and SAR stay sane: leakage of noise at -20 dB.
        using var scope = NewDisposeScope();
        var estimate = Sum((1, s_one), (0.1, Lcg.Draw(3, Length)));
        var scores = SourceEvaluation.Compare(Stack(s_one, s_one), Stack(estimate, estimate));
        scores.ShouldAllBe(score => score.Sdr > 15 && score.Sdr < 25 && score.Sir > 50);
    }

    [Fact]
    public void The_scores_agree_with_a_least_squares_fit_of_the_delayed_references()
    {
        // An independent way: write out all delayed references as columns and let a least-squares solver project on them.
        using var scope = NewDisposeScope();
        const int Taps = 8;
        double[][] references = [Lcg.Draw(31, 150), Lcg.Draw(32, 150), Lcg.Draw(33, 150)];
        double[][] estimates =
        [
            Sum((0.8, references[0]), (0.3, references[1]), (0.1, Lcg.Draw(41, 150))),
            Sum((0.7, references[1]), (0.2, references[2]), (0.2, Lcg.Draw(42, 150))),
            Sum((0.9, references[2]), (0.1, references[0]), (0.3, Lcg.Draw(43, 150))),
        ];
        var scores = SourceEvaluation.Compare(Stack(references), Stack(estimates), Taps);
        for (var source = 0; source < 3; source++)
        {
            var estimate = tensor(estimates[source], dtype: ScalarType.Float64);
            var padded = cat([estimate, zeros(Taps - 1, dtype: ScalarType.Float64)], 0).unsqueeze(1);
            var own = Project(Delays([references[source]], Taps), padded);
            var all = Project(Delays(references, Taps), padded);
            var (interference, artefacts) = (all - own, padded - all);
            scores[source].Sdr.ShouldBe(Decibels(own, interference + artefacts), 1e-8);
            scores[source].Sir.ShouldBe(Decibels(own, interference), 1e-8);
            scores[source].Sar.ShouldBe(Decibels(own + interference, artefacts), 1e-8);
        }
    }

    [Fact]
    public void Silence_and_unequal_shapes_are_refused_and_nothing_gives_nothing()
    {
        using var scope = NewDisposeScope();
        Should.Throw<ArgumentException>(() => SourceEvaluation.Compare(Stack(s_one, new double[Length]), Stack(s_one, s_two)))
            .Message.ShouldContain("Source 1 of the references is silent");
        Should.Throw<ArgumentException>(() => SourceEvaluation.Compare(Stack(s_one, s_two), Stack(s_one)));
        SourceEvaluation.Compare(zeros(0, 10), zeros(0, 10)).ShouldBeEmpty();
    }

    private static double[] First() => Sum((0.8, s_one), (0.2, s_two), (0.05, Lcg.Draw(3, Length)));

    private static double[] Second() => Sum((0.1, s_one), (0.7, s_two), (0.1, Lcg.Draw(4, Length)));

    private static double[] Sum(params (double Factor, double[] Signal)[] parts) =>
        [.. Enumerable.Range(0, parts[0].Signal.Length).Select(n => parts.Sum(part => part.Factor * part.Signal[n]))];

    private static Tensor Stack(params double[][] signals) =>
        stack([.. signals.Select(signal => tensor(signal, dtype: ScalarType.Float64))], 0);

    private static Tensor Delays(double[][] references, int taps) => stack(
        [
            .. references.SelectMany(reference => Enumerable.Range(0, taps).Select(delay =>
                tensor((double[])[.. new double[delay], .. reference, .. new double[taps - 1 - delay]], dtype: ScalarType.Float64))),
        ],
        1);

    private static Tensor Project(Tensor columns, Tensor signal) => columns.matmul(linalg.lstsq(columns, signal).Solution);

    private static double Decibels(Tensor signal, Tensor disturbance) =>
        10 * Math.Log10(signal.square().sum().item<double>() / disturbance.square().sum().item<double>());

    private static void Check(IReadOnlyList<SourceScores> scores, double[] sdr, double[] sir, double[] sar)
    {
        for (var source = 0; source < scores.Count; source++)
        {
            scores[source].Sdr.ShouldBe(sdr[source], 1e-6);
            scores[source].Sir.ShouldBe(sir[source], 1e-6);
            scores[source].Sar.ShouldBe(sar[source], 1e-6);
        }
    }
}
