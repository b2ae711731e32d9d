using PluginHost.Plugins.EventMetrics;

namespace PluginHost.AudioVisual.Events.Tests;

/// <summary>Figures against numpy (Data/events.py).</summary>
public sealed class MetricTests
{
    [Fact]
    public void Segment_accuracy_is_that_of_numpy()
    {
        var reference = new Reference("accuracy");
        Compute(new SegmentAccuracy(new()), reference,
            (EventKeys.Predicted, reference["predicted"].to(ScalarType.Int64)), (EventKeys.Labelled, reference["labelled"].to(ScalarType.Int64)))
            .ShouldBe([40.0]);
    }

    [Fact]
    public void F_scores_of_segments_and_events_are_those_of_numpy()
    {
        var reference = new Reference("f-scores");
        var values = Compute(new ParsingScores(new()), reference,
            (EventKeys.AudioParsed, reference["heard"]), (EventKeys.VisualParsed, reference["seen"]),
            (AudioVisualKeys.AudioEvents, reference["labelled heard"]), (AudioVisualKeys.VisualEvents, reference["labelled seen"]));
        values.Select(value => value!.Value).ToArray().ShouldBe(reference.Expected("figures"), 1e-9);
    }

    [Fact]
    public void Jaccard_and_F_of_masks_are_those_of_numpy_with_a_picture_in_which_nothing_sounds()
    {
        var reference = new Reference("mask figures");
        var values = Compute(
            new MaskScores(new()), reference, (EventKeys.MaskProbabilities, reference["guess"]), (AudioVisualKeys.Masks, reference["truth"]));
        values.Select(value => value!.Value).ToArray().ShouldBe(reference.Expected("figures"), 1e-9);
    }

    [Fact]
    public void The_weight_of_cross_modal_experts_is_their_sum_and_evenness_is_the_entropy()
    {
        // One place and three experts: 0.5, 0.25 and 0.25.
        var cross = tensor(new[] { 0.5f }).view(1, 1, 1);
        var own = tensor(new[] { 0.25f, 0.25f }).view(1, 1, 2);
        var values = Compute(new RouterWeights(new()), null,
            (EventKeys.AudioRouterCross, cross), (EventKeys.AudioRouterOwn, own), (EventKeys.VisualRouterCross, own), (EventKeys.VisualRouterOwn, cross));
        values[0]!.Value.ShouldBe(50, 1e-9);
        values[1]!.Value.ShouldBe(50, 1e-9);
        values[2]!.Value.ShouldBe(100 * 1.5 * Math.Log(2) / Math.Log(3), 1e-9);
    }

    [Fact]
    public void Clips_without_a_modality_have_figures_of_their_own_and_touch_no_other()
    {
        using var scope = NewDisposeScope();
        var metric = new AnswerAccuracy(new() { WithoutSound = true, WithoutPictures = true });
        metric.Figures.Select(figure => figure.Name).ShouldBe(["answer accuracy", "answer accuracy, without sound", "answer accuracy, without pictures"]);
        metric.Reset();
        using var prediction = new Prediction(Reference.Draws(0, 0, 0), new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [PredictionKeys.Logits] = tensor(new[] { 1f, 0, 0, 1, 1, 1 }).view(3, 2),
            [EventKeys.Missing] = tensor(new[] { 0L, 1, 1 }),
        });
        metric.Update(prediction);
        // A tie loses.
        metric.Compute().ShouldBe([100.0, 0.0, null]);
        metric.WhyUndefined(metric.Figures[2])!.ShouldContain("without pictures: name it in task.options.leaveOut");
    }

    private static IReadOnlyList<double?> Compute(ISetMetric metric, Reference? reference, params (string Key, Tensor Value)[] tensors)
    {
        _ = reference;
        using var scope = NewDisposeScope();
        metric.Reset();
        // In two batches, as tests come.
        var rows = (int)tensors[0].Value.shape[0];
        foreach (var (from, count) in rows == 1 ? [(0, 1)] : ((int, int)[])[(0, 1), (1, rows - 1)])
        {
            using var prediction = new Prediction(Reference.Draws(new int[count]), tensors.ToDictionary(
                pair => pair.Key, pair => pair.Value.narrow(0, from, count).clone(), StringComparer.Ordinal));
            metric.Update(prediction);
        }

        return metric.Compute();
    }
}
