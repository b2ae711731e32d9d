namespace PluginHost.Plugins.Events;

/// <summary>
/// Events parsed by modality (LLP), learned from labels of clips: binary cross-entropy of the clip's pooled probabilities, and of those of each
/// modality against the clip's labels as far as they are trusted (Tian et al., ECCV 2020, with label smoothing). Segments are labelled in tests alone.
/// </summary>
/// <param name="options">The options.</param>
internal sealed class ParsingKind(EventOptions options) : EventKind
{
    // Pooled probabilities may round to 0 or 1.
    private const double Least = 1e-6;

    public override string Target => EventKeys.ClipEvents;

    public override long[] TargetShape(DatasetInfo dataset) => [dataset.Classes.Count];

    public override IEnumerable<Finding> Faults(Sample sample, DatasetInfo dataset)
    {
        foreach (var key in options.Labels == SegmentLabels.Clip ? [] : (string[])[AudioVisualKeys.AudioEvents, AudioVisualKeys.VisualEvents])
        {
            var needed = sample.Info.Split == Split.Test || sample.Tensors.ContainsKey(key);
            if (needed && EventFault(sample, key, options.Segments, dataset) is { } fault) yield return fault;
        }
    }

    public override void Collate(Dictionary<string, Tensor> tensors, IReadOnlyList<Draw> draws, IReadOnlyList<Sample> clips, DatasetInfo dataset)
    {
        var classes = dataset.Classes.Count;
        tensors[EventKeys.ClipEvents] = stack([.. draws.Select(draw =>
        {
            var happens = new float[classes];
            foreach (var label in draw.Sources[0].Sample.Labels) happens[label] = 1;
            return tensor(happens);
        })]);
        foreach (var key in (string[])[AudioVisualKeys.AudioEvents, AudioVisualKeys.VisualEvents])
        {
            if (options.Labels == SegmentLabels.Clip)
                tensors[key] = tensors[EventKeys.ClipEvents].unsqueeze(1).expand(-1, options.Segments, -1).contiguous();
            else if (clips.All(clip => clip.Tensors.ContainsKey(key))) tensors[key] = stack([.. clips.Select(clip => InStreamOrder(clip[key], dataset))]);
        }
    }

    public override IReadOnlyList<LossTerm> Losses(ModelOutput output, Competitors rows)
    {
        var classes = output[EventKeys.ClipProbabilities].shape[1];
        var targets = rows.Of(EventKeys.ClipEvents).narrow(1, 0, classes);
        var competes = rows.Mask(classes).to(ScalarType.Float32);
        var takes = rows.Takes;
        return
        [
            new("clip", 1, Loss(EventKeys.ClipProbabilities, 1)),
            new("sound", 1, Loss(EventKeys.AudioProbabilities, options.SoundTrust)),
            new("pictures", 1, Loss(EventKeys.VisualProbabilities, options.PictureTrust)),
        ];

        Tensor Loss(string key, double trust)
        {
            var trusted = (trust * targets) + ((1 - trust) * 0.5);
            var losses = nn.functional.binary_cross_entropy(output[key].clamp(Least, 1 - Least), trusted, reduction: nn.Reduction.None);
            return (losses * competes).sum(1) / competes.sum(1).clamp(min: 1) * takes;
        }
    }

    /// <summary>Binary cross-entropy of the clip's probabilities and of all segment scores, means over the classes that the teacher knows.</summary>
    public override Tensor Distance(Func<string, Tensor> student, ModelOutput teacher, double temperature)
    {
        var clip = teacher[EventKeys.ClipProbabilities];
        var known = clip.shape[1];
        var own = student(EventKeys.ClipProbabilities).narrow(1, 0, known).clamp(Least, 1 - Least);
        var distance = nn.functional.binary_cross_entropy(own, clip.clamp(0, 1), reduction: nn.Reduction.None).mean([1]);
        foreach (var key in (string[])[EventKeys.AudioScores, EventKeys.VisualScores])
            distance += SoftenedBinary(student(key).narrow(2, 0, known), teacher[key], temperature).mean([1, 2]);
        return distance;
    }

    public override void Decode(Dictionary<string, Tensor> tensors, ModelOutput output, Batch batch)
    {
        var clip = output[EventKeys.ClipProbabilities].clamp(Least, 1 - Least);
        var happens = (clip >= 0.5).unsqueeze(1);
        var classes = clip.shape[1];
        tensors[PredictionKeys.Logits] = clip.log() - (1 - clip).log();
        tensors[EventKeys.AudioParsed] = (output[EventKeys.AudioScores] >= 0).logical_and(happens).to(ScalarType.Float32);
        tensors[EventKeys.VisualParsed] = (output[EventKeys.VisualScores] >= 0).logical_and(happens).to(ScalarType.Float32);
        foreach (var key in (string[])[AudioVisualKeys.AudioEvents, AudioVisualKeys.VisualEvents])
            if (batch.Tensors.TryGetValue(key, out var events)) tensors[key] = events.narrow(2, 0, classes);
    }
}
