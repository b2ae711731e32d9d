using PluginHost.Plugins.Localisation;

namespace PluginHost.AudioVisual.Separation.Tests;

/// <summary>
/// Figures of made-up maps against numbers of Python (numpy for resizing and overlaps as EZ-VSL's code has them, sklearn.metrics.auc for the area).
/// </summary>
public sealed class LocalisationMetricTests
{
    private const int Rows = 6;

    [Theory]
    [InlineData(MapThreshold.Median, 16.666666666666664, 33.333333333333336)]
    [InlineData(MapThreshold.HalfRange, 33.33333333333333, 34.16666666666667)]
    public void Figures_are_those_of_numpy_and_sklearn(MapThreshold threshold, double overlaps, double area)
    {
        using var prediction = Predict(Maps(), Masks());
        var rows = new LocalisationMetric(new() { Threshold = threshold }).Measure(prediction).Select(row => row.ShouldNotBeNull()).ToArray();
        double Mean(int figure) => rows.Average(row => row[figure]);
        rows.Select(row => row[0]).ShouldBe([0, 100, 100, 100, 0, 100]);
        Mean(1).ShouldBe(43.75, 1e-9);
        Mean(2).ShouldBe(overlaps, 1e-9);
        Mean(3).ShouldBe(area, 1e-9);
    }

    [Fact]
    public void A_row_is_the_mean_of_its_frames_with_a_source_and_without_any_it_is_not_measured()
    {
        using var scope = NewDisposeScope();
        var maps = Maps();
        var masks = Masks();
        // Frames of rows 1 and 4 in one row; then one of them without a source; then none with one.
        var both = stack([cat([maps[1], maps[4]], 0), cat([maps[1], maps[4]], 0), cat([maps[1], maps[4]], 0)], 0);
        var places = stack([cat([masks[1], masks[4]], 0), cat([masks[1], zeros_like(masks[4])], 0), zeros(2, 1, 16, 20)], 0);
        using var prediction = Predict(both.MoveToOuterDisposeScope(), places.MoveToOuterDisposeScope());
        var rows = new LocalisationMetric(new()).Measure(prediction);
        rows[0].ShouldNotBeNull()[0].ShouldBe(50);
        rows[1].ShouldNotBeNull()[0].ShouldBe(100);
        rows[2].ShouldBeNull();
    }

    [Fact]
    public void Without_maps_or_places_nothing_is_measured()
    {
        using var prediction = Predict(Maps(), null);
        new LocalisationMetric(new()).Measure(prediction).ShouldBe(new double[]?[Rows]);
    }

    // Angles of the sounds in degrees; pictures say nothing. Rows 0 and 2 are one sample, which is no neighbour of itself.
    [Fact]
    public void The_nearest_neighbour_is_another_sample_and_rows_that_do_not_count_are_neighbours_only()
    {
        using var scope = NewDisposeScope();
        (string Id, int Label, bool Counted, double Angle)[] rows =
            [("a", 0, true, 0), ("b", 0, true, 10), ("a", 0, true, 1), ("c", 1, true, 15), ("d", 1, false, 40), ("e", 0, true, 44)];
        var sounds = tensor(rows.SelectMany(row => new[] { (float)Math.Cos(row.Angle * Math.PI / 180), (float)Math.Sin(row.Angle * Math.PI / 180) }).ToArray(), [6, 2]);
        using var prediction = new Prediction(
            [.. rows.Select(row => new Draw
            {
                Training = false, Sources = [new() { Sample = new() { Id = row.Id, Label = row.Label, Split = Split.Test }, Counted = row.Counted }],
            })],
            new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [AudioVisualKeys.AudioEmbeddings] = sounds * 7, [AudioVisualKeys.VideoEmbeddings] = ones(6, 3),
            });
        var metric = new NearestNeighbourMetric();
        metric.Compute().ShouldBe([null]);
        metric.Update(prediction);
        // a -> b right (twice), b -> c wrong, c -> b wrong, d does not count, e -> d wrong.
        metric.Compute().ShouldHaveSingleItem().ShouldNotBeNull().ShouldBe(40, 1e-9);
        metric.Reset();
        metric.Compute().ShouldBe([null]);
    }

    private static Tensor Maps() => tensor(
        Enumerable.Range(0, Rows * 20).Select(i => (float)Math.Sin(1 + (3 * (i / 20)) + (2 * (i % 20 / 5)) + (0.7 * (i % 5)))).ToArray(), [Rows, 1, 4, 5]);

    private static Tensor Masks()
    {
        var masks = zeros([Rows, 1, 1, 16, 20]);
        for (var row = 0; row < Rows; row++) masks[row].narrow(2, row, 10).narrow(3, row, 14).fill_(1);
        return masks;
    }

    private static Prediction Predict(Tensor maps, Tensor? masks)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [LocalisationKeys.Maps] = maps };
        if (masks is not null) tensors[AudioVisualKeys.Masks] = masks;
        return new(
            [.. Enumerable.Range(0, (int)maps.shape[0]).Select(i => new Draw
            {
                Training = false, Sources = [new() { Sample = new() { Id = $"{i}", Label = 0, Split = Split.Test } }],
            })],
            tensors);
    }
}
