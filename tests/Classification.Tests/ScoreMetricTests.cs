using PluginHost.Plugins.AccuracyMetric;

namespace PluginHost.Classification.Tests;

/// <summary>
/// Set metrics over class scores against numpy 1.24.2 and scikit-learn, on 120 rows of 5 classes: logit (i, j) is 3 sin(1.7 i + 2.3 j) + j / 4 in
/// float32; the label is the largest one's class, but for every third row that class plus 1 + i mod 4, modulo 5.
/// </summary>
public sealed class ScoreMetricTests
{
    private const int Rows = 120;
    private const int Classes = 5;

    // numpy: softmax in float64, confidences in 15 and 10 equal bins (a, b].
    [Theory]
    [InlineData(15, 15.218683364357455)]
    [InlineData(10, 15.21868336435745)]
    public void The_calibration_error_is_that_of_numpy(int bins, double expected) =>
        Compute(new CalibrationMetric(new() { Bins = bins }), Scene("test"))[0]!.Value.ShouldBe(expected, 1e-5);

    [Fact]
    public void In_one_bin_the_calibration_error_is_the_distance_of_the_mean_confidence_from_the_accuracy() =>
        Compute(new CalibrationMetric(new() { Bins = 1 }), Scene("test"))[0]!.Value.ShouldBe(100 * Math.Abs(MeanConfidence() - (2 / 3.0)), 1e-9);

    [Fact]
    public void Confusion_counts_and_the_mean_recall_are_those_of_scikit_learn()
    {
        var metric = new ConfusionMetric();
        var value = Compute(metric, Scene("test"))[0];
        value!.Value.ShouldBe(64.00964034111976, 1e-9);
        metric.Counts!.Select(row => row.ToArray()).ShouldBe(
            [[8, 0, 3, 2, 2], [0, 8, 2, 2, 3], [0, 3, 21, 3, 3], [2, 2, 2, 22, 3], [2, 0, 3, 3, 21]]);
        Compute(metric, Scene("test-0"));
        metric.Counts.ShouldBeNull("one table a test of all classes is enough");
    }

    // Classes 0 and 1 arrive first, then 2, then 3 and 4.
    [Fact]
    public void Recency_bias_and_task_confusion_are_those_of_numpy()
    {
        var values = Compute(new RecencyMetric(), Scene("test"));
        values[0]!.Value.ShouldBe(3.3333333333333326, 1e-9);
        values[1]!.Value.ShouldBe(28.333333333333332, 1e-9);
    }

    [Fact]
    public void What_is_not_defined_has_its_reason_in_place_of_a_number()
    {
        var metric = new RecencyMetric();
        Compute(metric, Scene("test") with { Experience = 0 }).ShouldBe([null, null]);
        metric.WhyUndefined(metric.Figures[0]).ShouldBe("in the first experience all classes are new");
        Compute(metric, Scene("test") with { Experience = 3 }).ShouldBe([null, null]);
        metric.WhyUndefined(metric.Figures[0]).ShouldBe("the experience brought no new class");
        var calibration = new CalibrationMetric(new());
        calibration.Reset();
        calibration.Compute().ShouldBe([null]);
        calibration.WhyUndefined(calibration.Figures[0]).ShouldBe("no sample has a label and finite scores");
    }

    [Fact]
    public void A_class_that_does_not_compete_takes_no_probability()
    {
        using var prediction = Prediction([1, 1, float.NegativeInfinity], [0], 3);
        var metric = new CalibrationMetric(new());
        metric.Reset();
        metric.Update(prediction);
        // Confidence one half, right: half a unit of error.
        metric.Compute()[0]!.Value.ShouldBe(50, 1e-9);
    }

    private static IReadOnlyList<double?> Compute(ISetMetric metric, TestScene scene)
    {
        (metric as ITestAware)?.Begin(scene);
        metric.Reset();
        // In two batches, as an engine hands them over.
        foreach (var half in new[] { 0, 1 })
        {
            var rows = Enumerable.Range(half * 70, half == 0 ? 70 : Rows - 70).ToArray();
            using var prediction = Prediction([.. rows.SelectMany(Scores)], [.. rows.Select(Label)], Classes);
            metric.Update(prediction);
        }

        return metric.Compute();
    }

    private static double MeanConfidence() =>
        Enumerable.Range(0, Rows).Average(row => 1 / Scores(row).Sum(score => Math.Exp(score - (double)Scores(row).Max())));

    private static float[] Scores(int i) => [.. Enumerable.Range(0, Classes).Select(j => (float)((3 * Math.Sin((1.7 * i) + (2.3 * j))) + (0.25 * j)))];

    private static int Label(int i)
    {
        var scores = Scores(i);
        return (Array.IndexOf(scores, scores.Max()) + (i % 3 == 0 ? 1 + (i % 4) : 0)) % Classes;
    }

    private static Prediction Prediction(float[] scores, int[] labels, int classes) => new(
        [.. labels.Select((label, i) => new Draw
        {
            Training = false, Sources = [new() { Sample = new() { Id = $"{i}", Label = label, Split = Split.Test } }],
        })],
        new Dictionary<string, Tensor>(StringComparer.Ordinal) { [PredictionKeys.Logits] = tensor(scores, [labels.Length, classes]) });

    private static TestScene Scene(string scope) => new()
    {
        Scope = scope, Experience = 2, ClassNames = ["a", "b", "c", "d", "e"], ExperienceOfClass = [0, 0, 1, 2, 2],
    };
}
