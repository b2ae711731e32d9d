using System.Globalization;

namespace PluginHost.Plugins.AudioVisual;

/// <summary>
/// Learns pairs of sound and pictures without labels: hidden patches of both are recovered, and the two sides of a pair are brought
/// together. Predictions are embeddings of both sides, for retrieval.
/// </summary>
/// <remarks>
/// A batch has <see cref="AudioVisualKeys.Spectrogram"/> and <see cref="AudioVisualKeys.Pictures"/>, a training batch the patches of
/// <see cref="PatchKeys"/> too, drawn by each item's seed. A strategy may put others in their place: losses are over the patches that the
/// batch names when the model has run. Rows are items.
/// </remarks>
/// <param name="options">The options.</param>
[Component("audio-visual")]
[JobKey("encoder", "model")]
[Needs<ICrossModalEmbeddings>("both sides of a pair are compared")]
public sealed class PairTask(PairOptions options) : ITask, IComposedLoss
{
    private PairInputs? _inputs;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example)
    {
        var findings = Check(samples.Get(example), samples.Dataset).ToArray();
        if (findings.Length > 0) throw new JobException(findings);
        _ = InputsFor(samples.Dataset);
        var (layout, size) = (options.Layout, options.Pictures.Size);
        return new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            [AudioVisualKeys.Spectrogram] = [1, options.Sound.Frames, options.Sound.Mels],
            [AudioVisualKeys.Pictures] = [options.Pictures.Count, 3, size, size],
            [PatchKeys.AudioValues] = [layout.AudioPatches, layout.Side * layout.Side],
            [PatchKeys.VideoValues] = [layout.VideoPatches, layout.Side * layout.Side * 3],
        };
    }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(Sample sample, DatasetInfo dataset)
    {
        var id = sample.Info.Id;
        foreach (var (key, what) in ((string, string)[])[(SampleKeys.Audio, "sound"), (SampleKeys.Frames, "pictures")])
        {
            if (sample.Tensors.ContainsKey(key)) continue;
            yield return Wrong("AV0101", id, $"Sample '{id}' has no '{key}'; it has {string.Join(", ", sample.Tensors.Keys)}", "sound and pictures",
                $"Give the pair its {what}, or leave the sample out.");
        }

        if (!sample.Tensors.TryGetValue(SampleKeys.Audio, out var sound)) yield break;
        var wanted = Math.Max(PairInputs.Window(options, dataset.AudioRate), (options.Sound.Transform / 2) + 1);
        if (sound.shape[0] >= wanted) yield break;
        var seconds = sound.shape[0] / (double)Math.Max(1, dataset.AudioRate);
        yield return Wrong("AV0102", id,
            string.Create(CultureInfo.InvariantCulture, $"Sample '{id}' has {sound.shape[0]} samples of sound, {seconds:0.###} s"),
            string.Create(CultureInfo.InvariantCulture, $"at least {wanted}: a window of {options.Seconds:0.###} s"),
            "Lengthen the clip, leave it out, or lower task.options.seconds.");
    }

    /// <inheritdoc/>
    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) => new()
    {
        Training = true,
        Sources =
        [
            new()
            {
                Sample = list[position].Sample,
                FromMemory = list[position].FromMemory,
                Position = random.Stream("pairs.window", keys).NextDouble(),
            },
        ],
        Seed = random.SeedFor("pairs.patches", keys),
    };

    /// <summary>Gives the tested samples, and behind them the rest of the gallery, which does not count.</summary>
    /// <inheritdoc/>
    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool)
    {
        var tested = focus.Select(sample => sample.Id).ToHashSet(StringComparer.Ordinal);
        var others = options.Gallery == GalleryKind.Own ? [] : pool.Where(sample => !tested.Contains(sample.Id));
        return
        [
            .. focus.Select(sample => new Draw { Training = false, Sources = [new() { Sample = sample }] }),
            .. others.Select(sample => new Draw { Training = false, Sources = [new() { Sample = sample, Counted = false }] }),
        ];
    }

    /// <inheritdoc/>
    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var inputs = InputsFor(samples.Dataset);
        (Sample Sample, int Start)[] windows =
        [
            .. draws.Select(draw => samples.Get(draw.Sources[0].Sample))
                .Zip(draws, (sample, draw) => (sample, inputs.Start((int)sample[SampleKeys.Audio].shape[0], draw.Sources[0].Position))),
        ];
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [AudioVisualKeys.Spectrogram] = inputs.Spectrogram(windows),
            [AudioVisualKeys.Pictures] = inputs.Pictures(windows),
        };
        if (!draws[0].Training) return new(draws, tensors);
        RandomStream[] chance = [.. draws.Select(draw => new RandomStream((ulong)draw.Seed))];
        Split(tensors, chance, options.Layout.AudioPatches, options.VisibleAudio, (PatchKeys.VisibleAudio, PatchKeys.TargetAudio));
        Split(tensors, chance, options.Layout.VideoPatches, options.VisibleVideo, (PatchKeys.VisibleVideo, PatchKeys.TargetVideo));
        return new(draws, tensors);
    }

    /// <inheritdoc/>
    /// <remarks>Only a training batch has patches to recover.</remarks>
    public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null) => IComposedLoss.Sum(RowLosses(output, batch));

    /// <summary>Gives <c>recovered-audio</c>, <c>recovered-video</c> and <c>contrast</c>; those of weight 0 are not computed.</summary>
    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> RowLosses(ModelOutput output, Batch batch)
    {
        var losses = new List<LossTerm>();
        var layout = options.Layout;
        if (options.AudioWeight > 0 && output.Tensors.TryGetValue(PatchKeys.AudioReconstruction, out var sound))
        {
            var original = Targets(PatchKeys.AudioValues, PatchKeys.TargetAudio, () => layout.CutSound(Covered(AudioVisualKeys.Spectrogram)));
            losses.Add(new("recovered-audio", options.AudioWeight, PairLosses.Recovery(sound, original)));
        }

        if (options.VideoWeight > 0 && output.Tensors.TryGetValue(PatchKeys.VideoReconstruction, out var pictures))
        {
            var original = Targets(PatchKeys.VideoValues, PatchKeys.TargetVideo, () => layout.CutPictures(Covered(AudioVisualKeys.Pictures)));
            losses.Add(new("recovered-video", options.VideoWeight, PairLosses.Recovery(pictures, original)));
        }

        if (options.ContrastWeight > 0 || losses.Count == 0)
        {
            losses.Add(new("contrast", options.ContrastWeight, PairLosses.Contrast(
                output[OutputKeys.AudioEmbedding], output[AudioVisualKeys.VideoEmbedding], options.Temperature)));
        }

        return losses;

        Tensor Covered(string key) => output.Rows is null
            ? batch[key]
            : batch[key].index_select(0, tensor(output.Rows.Select(row => (long)row).ToArray(), device: batch[key].device));

        // Values in the batch are those of visible patches and then of targets.
        Tensor Targets(string values, string target, Func<Tensor> cut)
        {
            var index = Covered(target);
            if (!batch.Tensors.ContainsKey(values)) return PatchLayout.Pick(cut(), index);
            var given = Covered(values);
            return given.narrow(1, given.shape[1] - index.shape[1], index.shape[1]);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The mean over both sides of 2 - 2 cos of the embeddings, the squared distance of unit vectors.</remarks>
    public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1)
    {
        using var scope = NewDisposeScope();
        Tensor Cosine(string key) => (PairLosses.Unit(student.Pick(key, teacher.Rows)) * PairLosses.Unit(teacher[key])).sum(1);
        return (2 - Cosine(OutputKeys.AudioEmbedding) - Cosine(AudioVisualKeys.VideoEmbedding)).MoveToOuterDisposeScope();
    }

    /// <summary>Gives both embeddings at length 1.</summary>
    /// <inheritdoc/>
    public Prediction Decode(ModelOutput output, Batch batch)
    {
        using var scope = NewDisposeScope();
        return new(batch.Draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [AudioVisualKeys.AudioEmbeddings] = PairLosses.Unit(output[OutputKeys.AudioEmbedding].detach()).cpu(),
            [AudioVisualKeys.VideoEmbeddings] = PairLosses.Unit(output[AudioVisualKeys.VideoEmbedding].detach()).cpu(),
        });
    }

    private static void Split(
        Dictionary<string, Tensor> tensors, RandomStream[] chance, int patches, int visible, (string Visible, string Target) keys)
    {
        int[][] orders = [.. chance.Select(stream => stream.Choose(patches, patches))];
        Tensor Part(int first, int count) => tensor(orders.SelectMany(order => order.Skip(first).Take(count)).Select(each => (long)each).ToArray())
            .reshape(orders.Length, count);
        tensors[keys.Visible] = Part(0, visible);
        tensors[keys.Target] = Part(visible, patches - visible);
    }

    private static Finding Wrong(string code, string id, string what, string expected, string fix) =>
        new() { Code = code, Where = $"sample {id}", What = what, Expected = expected, Fix = fix };

    private PairInputs InputsFor(DatasetInfo dataset)
    {
        if (_inputs is { } made) return made;
        if (dataset.AudioRate <= 0)
        {
            throw new JobException(new Finding
            {
                Code = "AV0103",
                Where = "dataset",
                What = $"The data set '{dataset.Name}' has no sound: it tells no sampling rate",
                Fix = "Choose a data set of pairs.",
            });
        }

        try
        {
            return _inputs = new(options, dataset);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new JobException(new Finding
            {
                Code = "AV0104",
                Where = "task.options.sound",
                What = $"The spectrogram does not fit {dataset.AudioRate} Hz: {exception.Message}",
                Expected = "bands between 0 and half the rate, each with a bin of the transform in it",
                Fix = "Take fewer bands or a longer transform.",
            });
        }
    }
}
