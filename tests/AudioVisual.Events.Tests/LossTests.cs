using PluginHost.Plugins.Events;

namespace PluginHost.AudioVisual.Events.Tests;

/// <summary>Losses against numpy (Data/events.py), and distances between models.</summary>
public sealed class LossTests
{
    private const double Near = 1e-5;

    [Fact]
    public void Localisation_adds_relevance_the_event_and_the_largest_segments_as_numpy_does()
    {
        using var scope = NewDisposeScope();
        var (task, batch, output, expected) = Localisation();
        using var owned = batch;
        var terms = task.RowLosses(output, batch);
        terms.Select(term => term.Name).ShouldBe(["relevance", "event", "segments"]);
        foreach (var term in terms) Reference.Numbers(term.Value).ShouldBe(expected.Expected(term.Name), Near);
        Reference.Numbers(task.RowLoss(output, batch)).ShouldBe(
            [.. Enumerable.Range(0, 3).Select(row => terms.Sum(term => Reference.Numbers(term.Value)[row]))], Near);
    }

    [Fact]
    public void Among_some_classes_the_others_neither_compete_nor_have_a_loss()
    {
        using var scope = NewDisposeScope();
        var (task, batch, output, expected) = Localisation();
        using var owned = batch;
        Reference.Numbers(task.RowLoss(output, batch, [2, 4])).ShouldBe(expected.Expected("local"), Near);
    }

    [Fact]
    public void Parsing_compares_clips_and_modalities_with_the_clips_labels_as_numpy_does()
    {
        using var scope = NewDisposeScope();
        var reference = new Reference("parsing");
        var task = new EventTask(EventJob.Questions(EventTaskKind.Parsing));
        using var batch = new Batch(Reference.Draws(0, 2, 1), Tensors((EventKeys.ClipEvents, reference["happens"])));
        var output = new ModelOutput(null, Tensors(
            (EventKeys.ClipProbabilities, reference["clip"]), (EventKeys.AudioProbabilities, reference["heard"]),
            (EventKeys.VisualProbabilities, reference["seen"])));
        foreach (var term in task.RowLosses(output, batch)) Reference.Numbers(term.Value).ShouldBe(reference.Expected(term.Name), Near);
    }

    [Fact]
    public void Masks_that_are_not_known_have_no_loss()
    {
        using var scope = NewDisposeScope();
        var reference = new Reference("masks");
        var task = new EventTask(EventJob.Questions(EventTaskKind.Segmentation));
        using var batch = new Batch(Reference.Draws(0, 0), Tensors(
            (AudioVisualKeys.Masks, reference["masks"]), (EventKeys.KnownMasks, tensor(new float[] { 1, 1, 0, 1, 1, 0 }).view(2, 3))));
        var output = new ModelOutput(null, Tensors((EventKeys.MaskScores, reference["scores"])));
        Reference.Numbers(task.RowLoss(output, batch)).ShouldBe(reference.Expected("masks"), Near);
    }

    [Theory]
    [InlineData(EventTaskKind.Localisation)]
    [InlineData(EventTaskKind.Parsing)]
    [InlineData(EventTaskKind.Segmentation)]
    [InlineData(EventTaskKind.Answers)]
    public void A_student_is_nearest_to_its_teacher_where_both_agree_whatever_else_it_has_learned(EventTaskKind kind)
    {
        using var scope = NewDisposeScope();
        using var generator = new SeededInitialisation(3);
        var task = new EventTask(EventJob.Questions(kind));
        using var batch = new Batch(Reference.Draws(0, 1), Tensors());
        (string Key, long[] Shape)[] outputs = kind switch
        {
            EventTaskKind.Localisation => [(OutputKeys.Logits, [2, 3]), (EventKeys.SegmentScores, [2, 4, 3]), (EventKeys.Relevance, [2, 4])],
            EventTaskKind.Parsing => [(EventKeys.ClipProbabilities, [2, 3]), (EventKeys.AudioScores, [2, 4, 3]), (EventKeys.VisualScores, [2, 4, 3])],
            EventTaskKind.Segmentation => [(EventKeys.MaskScores, [2, 4, 1, 5, 5])],
            _ => [(OutputKeys.Logits, [2, 3])],
        };
        var taught = outputs.Select(each => (each.Key, Value: each.Key == EventKeys.ClipProbabilities ? rand(each.Shape) : randn(each.Shape))).ToArray();
        var teacher = new ModelOutput(null, Tensors(taught));
        // The student knows two classes more, and its scores are the teacher's.
        var own = taught.Select(each => (each.Key, Value: (each.Value.shape[^1] == 3
            ? cat([each.Value, full([.. each.Value.shape[..^1], 2], 0.3)], -1) : each.Value.clone()).requires_grad_())).ToArray();
        var same = task.RowDistillation(new(null, Tensors(own)), teacher, batch, 2);
        same.shape.ShouldBe([2]);
        same.sum().backward();
        foreach (var (key, value) in own) value.grad!.abs().max().ToDouble().ShouldBe(0, 1e-6, key);
        foreach (var (key, value) in taught)
        {
            var moved = task.RowDistillation(
                new(null, Tensors([.. taught.Select(each => (each.Key, each.Key == key ? (each.Value * 0.8) - 0.02 : each.Value))])), teacher, batch, 2);
            (moved - same).min().ToDouble().ShouldBeGreaterThan(1e-5, key);
        }
    }

    private static Dictionary<string, Tensor> Tensors(params (string Key, Tensor Value)[] tensors) =>
        tensors.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static (EventTask Task, Batch Batch, ModelOutput Output, Reference Expected) Localisation()
    {
        var reference = new Reference("localisation");
        var output = new ModelOutput(null, Tensors(
            (EventKeys.Relevance, reference["relevance"]), (OutputKeys.Logits, reference["logits"]), (EventKeys.SegmentScores, reference["segments"])));
        var batch = new Batch(Reference.Draws(2, 0, 4), Tensors((AudioVisualKeys.Events, reference["events"])));
        return (new(EventJob.Questions(EventTaskKind.Localisation)), batch, output, reference);
    }
}
