namespace PluginHost.Plugins.Events;

/// <summary>What sounds, segmented in each picture (AVS), by the binary cross-entropy of pixels of the frames whose masks are known.</summary>
/// <param name="options">The options.</param>
/// <param name="reader">Chooses frames.</param>
internal sealed class SegmentationKind(EventOptions options, ClipReader reader) : EventKind
{
    public override string Target => AudioVisualKeys.Masks;

    public override long[] TargetShape(DatasetInfo dataset) => [options.Segments, 1, options.PictureSize, options.PictureSize];

    public override IEnumerable<Finding> Faults(Sample sample, DatasetInfo dataset)
    {
        var (id, frames) = (sample.Info.Id, sample[SampleKeys.Frames].shape[0]);
        if (!sample.Tensors.TryGetValue(AudioVisualKeys.Masks, out var masks))
            yield return ClipReader.Fault("EV0105", id, $"has no '{AudioVisualKeys.Masks}'", "a mask for each picture", "Choose a data set with masks.");
        else if (masks.dim() != 4 || masks.shape[0] != frames || masks.shape[1] != 1)
        {
            yield return ClipReader.Fault("EV0105", id, $"has '{AudioVisualKeys.Masks}' of ({string.Join(", ", masks.shape)}) for {frames} pictures",
                $"({frames}, 1, height, width)", "The data set is at fault: correct the plugin.");
        }
    }

    public override void Collate(Dictionary<string, Tensor> tensors, IReadOnlyList<Draw> draws, IReadOnlyList<Sample> clips, DatasetInfo dataset)
    {
        tensors[AudioVisualKeys.Masks] = stack([.. clips.Select(clip => Fit(clip[AudioVisualKeys.Masks], dataset.FrameRate))]);
        var known = options.KnownMasks == 0 ? options.Segments : options.KnownMasks;
        tensors[EventKeys.KnownMasks] = stack([.. draws.Select(draw =>
            tensor(Enumerable.Range(0, options.Segments).Select(frame => draw.Training && frame >= known ? 0f : 1).ToArray()))]);
    }

    public override IReadOnlyList<LossTerm> Losses(ModelOutput output, Competitors rows)
    {
        var known = rows.Of(EventKeys.KnownMasks);
        var losses = nn.functional.binary_cross_entropy_with_logits(
            output[EventKeys.MaskScores], rows.Of(AudioVisualKeys.Masks), reduction: nn.Reduction.None).mean([2, 3, 4]);
        return [new("masks", 1, (losses * known).sum(1) / known.sum(1))];
    }

    public override Tensor Distance(Func<string, Tensor> student, ModelOutput teacher, double temperature) =>
        SoftenedBinary(student(EventKeys.MaskScores), teacher[EventKeys.MaskScores], temperature).mean([1, 2, 3, 4]);

    public override void Decode(Dictionary<string, Tensor> tensors, ModelOutput output, Batch batch)
    {
        tensors[EventKeys.MaskProbabilities] = output[EventKeys.MaskScores].sigmoid();
        tensors[AudioVisualKeys.Masks] = batch[AudioVisualKeys.Masks];
    }

    private Tensor Fit(Tensor masks, double frameRate)
    {
        var chosen = masks.index_select(0, tensor(reader.Places(masks.shape[0], frameRate)));
        return chosen.shape[2] == options.PictureSize && chosen.shape[3] == options.PictureSize
            ? chosen
            : nn.functional.interpolate(chosen, [options.PictureSize, options.PictureSize], mode: InterpolationMode.Nearest);
    }
}
