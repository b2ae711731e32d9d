using PluginHost.Plugins.AccuracyMetric;

namespace PluginHost.Classification.Tests;

/// <summary>Expected values are printed by Data/scores.py: scikit-learn 1.2.1 roc_auc_score, and roc_curve with scipy's brentq.</summary>
public sealed class DetectionTests
{
    private static readonly int[] s_two =
        [1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0];

    private static readonly double[] s_scores =
    [
        1.555, 0.124, 1.274, -1.527, 2.651, 1.154, 0.613, 3.029, -0.045, -0.451, -0.405, -1.288, 1.049, 0.584, -0.743, 1.072, -1.651, 0.535,
        -1.064, -0.662, -1.204, 1.462, 2.766, 0.671, 0.841, -0.18, 1.568, 0.247, -1.708, -1.803, 1.383, 2.248, 0.269, 0.475, 2.912, 0.237, 0.101,
        1.253, 0.868, -0.309,
    ];

    private static readonly int[] s_three = [0, 0, 2, 2, 2, 1, 2, 1, 0, 0, 1, 0, 2, 2, 1, 2, 1, 0, 1, 2, 1, 0, 0, 1, 1, 1, 2, 0, 0, 2];

    private static readonly float[] s_logits =
    [
        1.11f, 1.44f, 1.5f, 0.79f, 0.33f, 0.74f, -0.19f, -1.78f, 1.65f, 0.89f, 0.42f, 0.08f, -0.2f, -0.59f, 0.7f, 1.3f, 2.53f, 0.67f, 0.55f, 0.68f,
        0.99f, -0.08f, 0.33f, -0.06f, 3.26f, 0.87f, -0.34f, 0.53f, -0.86f, 0.37f, 0.39f, -0.44f, 0.49f, 0.43f, 1.43f, 0.16f, 1.72f, -0.46f, 0.71f,
        0.3f, 1.06f, 1.57f, -1.23f, 1.18f, 0.02f, -0.43f, -0.65f, 2.75f, -0.39f, 0.15f, 0.64f, 1.13f, -0.08f, 0.78f, 0.49f, 1.36f, 0.96f, 0.28f,
        -0.62f, 0.64f, -0.52f, 1.21f, -1.08f, -0.83f, 0.09f, -1.34f, -0.95f, 0.37f, -0.71f, 0.5f, 0.47f, -1.12f, -1.24f, 0.49f, -0.27f, -0.82f,
        0.72f, -1.54f, 0.01f, -1.79f, 0.81f, 1.7f, 1.09f, 1.71f, -0.56f, 0.76f, 1.21f, 0.98f, -0.93f, 1.41f,
    ];

    [Theory]
    [InlineData(false, 0.7769423558897243, 0.2631578947368407)]
    [InlineData(true, 0.7744360902255639, 0.27756653992395436)]
    public void Area_and_equal_error_rate_of_two_classes_are_those_of_scikit_learn_with_and_without_ties(bool ties, double area, double rate)
    {
        double[] scores = ties ? [.. s_scores.Select(score => Math.Round(score))] : s_scores;
        bool[] positive = [.. s_two.Select(label => label == 1)];
        OneAgainstRest.Area(scores, positive)!.Value.ShouldBe(area, 1e-12);
        OneAgainstRest.EqualErrorRate(scores, positive)!.Value.ShouldBe(rate, 1e-9);

        using var prediction = Predicted(s_two, [.. scores.SelectMany(score => new[] { (float)(-score / 2), (float)(score / 2) })], 2);
        Value(new AucMetric(), prediction)!.Value.ShouldBe(100 * area, 1e-9);
        Value(new EerMetric(), prediction)!.Value.ShouldBe(100 * rate, 1e-7);
    }

    [Fact]
    public void Of_three_classes_they_are_the_means_of_each_against_the_rest_over_batches()
    {
        var (auc, eer) = (new AucMetric(), new EerMetric());
        foreach (var metric in (ISetMetric[])[auc, eer])
        {
            metric.Reset();
            foreach (var part in Enumerable.Range(0, 3))
            {
                using var prediction = Predicted(s_three[(10 * part)..(10 * (part + 1))], s_logits[(30 * part)..(30 * (part + 1))], 3);
                metric.Update(prediction);
            }
        }

        auc.Compute()[0]!.Value.ShouldBe(79.0, 1e-5);
        eer.Compute()[0]!.Value.ShouldBe(28.33333333333105, 1e-5);
    }

    [Fact]
    public void Where_one_class_alone_is_tested_there_is_no_number_but_a_reason()
    {
        var metric = new AucMetric();
        using var prediction = Predicted([1, 1], [0, 1, 1, 0], 2);
        Value(metric, prediction).ShouldBeNull();
        metric.WhyUndefined(metric.Figures[0]).ShouldBe("all samples of the test are of class 1, and there is nothing to tell it from");
        metric.Reset();
        metric.Compute().ShouldBe([null]);
        metric.WhyUndefined(metric.Figures[0]).ShouldBe("no sample of the test has a label and scores");
    }

    [Fact]
    public void A_perfect_order_has_no_error_and_a_reversed_one_nothing_else()
    {
        OneAgainstRest.EqualErrorRate([3, 2, 1, 0], [true, true, false, false]).ShouldBe(0);
        OneAgainstRest.EqualErrorRate([3, 2, 1, 0], [false, false, true, true]).ShouldBe(1);
        OneAgainstRest.EqualErrorRate([1, 1, 1, 1], [false, true, false, true]).ShouldBe(0.5);
        OneAgainstRest.Area([1, 1, 1, 1], [false, true, false, true]).ShouldBe(0.5);
    }

    private static double? Value(ISetMetric metric, Prediction prediction)
    {
        metric.Reset();
        metric.Update(prediction);
        return metric.Compute()[0];
    }

    private static Prediction Predicted(int[] labels, float[] logits, int classes) => new(
        [.. labels.Select((label, i) => new Draw
        {
            Training = false, Sources = [new() { Sample = new() { Id = $"{i}", Label = label, Split = Split.Test } }],
        })],
        new Dictionary<string, Tensor>(StringComparer.Ordinal) { [PredictionKeys.Logits] = tensor(logits, [labels.Length, classes]) });
}
