using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Classification by squares: the loss of a row is the squared distance of its scores to 1 for its class and 0 for the others.</summary>
[Component("plugin-name")]
[JobKey("classifier", "model")]
public sealed class PluginNameTask(PluginNameOptions options) : ITask
{
    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example) =>
        new Dictionary<string, long[]> { [BatchKeys.Input] = samples.Get(example)[options.Input].shape };

    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) =>
        new() { Training = true, Sources = [new() { Sample = list[position].Sample, FromMemory = list[position].FromMemory }] };

    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) =>
        [.. focus.Select(sample => new Draw { Training = false, Sources = [new() { Sample = sample }] })];

    /// <summary>Called from several threads.</summary>
    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples)
    {
        using var scope = NewDisposeScope();
        var inputs = stack([.. draws.Select(draw => samples.Get(draw.Sources[0].Sample)[options.Input])]);
        return new(draws, new Dictionary<string, Tensor> { [BatchKeys.Input] = inputs });
    }

    public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null)
    {
        using var scope = NewDisposeScope();
        var scores = output[OutputKeys.Logits];
        var labels = Labels(output, batch);
        var targets = tensor(labels, device: scores.device).unsqueeze(1) == arange(scores.shape[1], device: scores.device);
        var squares = (scores - targets.to(scores.dtype)).square();
        if (among is null) return squares.sum(1).MoveToOuterDisposeScope();
        var competing = tensor(among.Select(label => (long)label).ToArray(), device: scores.device);
        var takes = tensor(labels.Select(label => among.Contains((int)label) ? 1f : 0f).ToArray(), device: scores.device);
        return (squares.index_select(1, competing).sum(1) * takes).MoveToOuterDisposeScope();
    }

    public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1)
    {
        using var scope = NewDisposeScope();
        var taught = teacher[OutputKeys.Logits];
        var own = student.Pick(OutputKeys.Logits, teacher.Rows).narrow(1, 0, taught.shape[1]);
        return (own - taught).square().sum(1).MoveToOuterDisposeScope();
    }

    public Prediction Decode(ModelOutput output, Batch batch) =>
        new(batch.Draws, new Dictionary<string, Tensor> { [PredictionKeys.Logits] = output[OutputKeys.Logits].detach().cpu() });

    private static long[] Labels(ModelOutput output, Batch batch) =>
        [.. (output.Rows ?? [.. Enumerable.Range(0, batch.Rows)]).Select(row => (long)batch.RowSources[row].Sample.Label)];
}

/// <summary>Options of the component: these are the defaults.</summary>
public sealed class PluginNameOptions
{
    /// <summary>The tensor of a sample that the model is given: features or image.</summary>
    [AllowedValues(SampleKeys.Features, SampleKeys.Image)]
    public string Input { get; set; } = SampleKeys.Features;
}
