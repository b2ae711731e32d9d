using PluginHost.Plugins.AccuracyMetric;

namespace PluginHost.Classification.Tests;

public sealed class AccuracyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_row_with_a_score_that_is_no_number_is_not_measured_whichever_class_it_is_of(int place)
    {
        float[] scores = [3, 2, 1, 3, 2, 1];
        scores[place] = float.NaN;
        using var prediction = new Prediction(
            [.. Enumerable.Range(0, 2).Select(i => new Draw
            {
                Training = false, Sources = [new() { Sample = new() { Id = $"{i}", Label = 0, Split = Split.Test } }],
            })],
            new Dictionary<string, Tensor>(StringComparer.Ordinal) { [PredictionKeys.Logits] = tensor(scores, [2, 3]) });
        var rows = new AccuracyMetric(new()).Measure(prediction);
        rows[0].ShouldBeNull();
        rows[1].ShouldBe([100.0]);
    }
}
