namespace PluginHost.Plugins.SelfSupervised;

/// <summary>Learns pictures without labels: losses over two views of each picture, which chance makes, and over what they hide.</summary>
/// <remarks>
/// Training batches have <see cref="BatchKeys.Input"/>, <see cref="BatchKeys.SecondInput"/> where views are compared,
/// <see cref="BatchKeys.Original"/> and <see cref="BatchKeys.Hidden"/> where one is recovered; evaluation batches have the picture as it is. Rows
/// are items. The shapes that a model is built for name the training tensors, so it has a projection and a decoder only where they are used.
/// </remarks>
/// <param name="options">The options.</param>
[Component("self-supervised")]
[JobKey("encoder", "model")]
public sealed class SelfSupervisedTask(SelfSupervisedOptions options) : ITask, IComposedLoss
{
    private readonly PictureViews _views = new(options.Views);
    private Shape? _first;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example)
    {
        var sample = samples.Get(example);
        if (!sample.Tensors.TryGetValue(options.Input, out var picture) || picture.dim() != 3)
        {
            throw new JobException(new Finding
            {
                Code = "SS0101",
                Where = "task.options.input",
                What = picture is null
                    ? $"Sample '{sample.Info.Id}' has no '{options.Input}'; it has {string.Join(", ", sample.Tensors.Keys)}"
                    : $"'{options.Input}' of sample '{sample.Info.Id}' is ({string.Join(", ", picture.shape)})",
                Expected = "a picture: (channels, height, width)",
                Fix = "Choose a data set of pictures, such as digits.",
            });
        }

        var inputs = new Dictionary<string, long[]>(StringComparer.Ordinal) { [BatchKeys.Input] = picture.shape };
        if (options.ComparesViews) inputs[BatchKeys.SecondInput] = picture.shape;
        if (options.Reconstruction.Weight > 0) inputs[BatchKeys.Original] = picture.shape;
        return inputs;
    }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(Sample sample, DatasetInfo dataset)
    {
        var size = sample.Tensors.TryGetValue(options.Input, out var picture) ? picture.shape : [];
        // The first sample says what all are like: a batch stacks them.
        var shape = Interlocked.CompareExchange(ref _first, new(sample.Info.Id, size), null) ?? _first!;
        if (shape.Sizes.AsSpan().SequenceEqual(size)) yield break;
        yield return new()
        {
            Code = "SS0102",
            Where = $"sample {sample.Info.Id}",
            What = picture is null
                ? $"Sample '{sample.Info.Id}' has no '{options.Input}'; it has {string.Join(", ", sample.Tensors.Keys)}."
                : $"'{options.Input}' of sample '{sample.Info.Id}' is ({string.Join(", ", size)}).",
            Expected = $"({string.Join(", ", shape.Sizes)}), as sample '{shape.Id}' has it",
            Fix = "Bring the pictures of the data set to one size.",
        };
    }

    /// <inheritdoc/>
    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) => new()
    {
        Training = true,
        Sources = [new() { Sample = list[position].Sample, FromMemory = list[position].FromMemory }],
        Seed = random.SeedFor("views", keys),
    };

    /// <inheritdoc/>
    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) =>
        [.. focus.Select(sample => new Draw { Training = false, Sources = [new() { Sample = sample }] })];

    /// <inheritdoc/>
    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        Tensor[] pictures = [.. draws.Select(draw => samples.Get(draw.Sources[0].Sample)[options.Input])];
        if (!draws[0].Training)
        {
            tensors[BatchKeys.Input] = stack(pictures);
            return new(draws, tensors);
        }

        RandomStream[] chance = [.. draws.Select(draw => new RandomStream((ulong)draw.Seed))];
        View[] first = [.. pictures.Select((picture, i) => _views.Make(picture, chance[i]))];
        tensors[BatchKeys.Input] = stack([.. first.Select(view => view.Picture)]);
        if (options.ComparesViews)
            tensors[BatchKeys.SecondInput] = stack([.. pictures.Select((picture, i) => _views.Make(picture, chance[i]).Picture)]);
        if (options.Reconstruction.Weight > 0)
        {
            tensors[BatchKeys.Original] = stack([.. first.Select(view => view.Original)]);
            tensors[BatchKeys.Hidden] = stack([.. first.Select(view => view.Hidden)]);
        }

        return new(draws, tensors);
    }

    /// <inheritdoc/>
    /// <remarks>Only a batch for training has the views that it needs.</remarks>
    public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null) => IComposedLoss.Sum(RowLosses(output, batch));

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> RowLosses(ModelOutput output, Batch batch)
    {
        var losses = new List<LossTerm>();
        if (options.ComparesViews)
        {
            var (first, second) = (output[OutputKeys.Projection], output[OutputKeys.SecondProjection]);
            if (options.InfoNce is { Weight: > 0 } contrast)
                losses.Add(new("info-nce", contrast.Weight, ViewLosses.InfoNce(first, second, contrast.Temperature)));
            if (options.VicReg is { Weight: > 0 } own)
                losses.Add(new("vicreg", own.Weight, ViewLosses.VicReg(first, second, own.Invariance, own.Variance, own.Covariance)));
            if (options.BarlowTwins is { Weight: > 0 } twins)
                losses.Add(new("barlow-twins", twins.Weight, ViewLosses.BarlowTwins(first, second, twins.OffDiagonal)));
        }

        if (options.Reconstruction is { Weight: > 0 } recovered)
        {
            var hidden = recovered.Over == ReconstructedPixels.Hidden ? Covered(BatchKeys.Hidden) : null;
            losses.Add(new("reconstruction", recovered.Weight,
                ViewLosses.Reconstruction(output[OutputKeys.Reconstruction], Covered(BatchKeys.Original), hidden)));
        }

        return losses;

        Tensor Covered(string key) => output.Rows is null
            ? batch[key]
            : batch[key].index_select(0, tensor(output.Rows.Select(row => (long)row).ToArray(), device: batch[key].device));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// 2 - 2 cos of the features, the squared distance of unit vectors (as BYOL compares views; Grill et al., NeurIPS 2020). It is taken from their
    /// difference, so that rounding makes none negative where they are almost the same.
    /// </remarks>
    public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1)
    {
        using var scope = NewDisposeScope();
        var taught = nn.functional.normalize(teacher[OutputKeys.Features].to(ScalarType.Float32), 2, 1);
        var own = nn.functional.normalize(student.Pick(OutputKeys.Features, teacher.Rows).to(ScalarType.Float32), 2, 1);
        return (own - taught).square().sum(1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Prediction Decode(ModelOutput output, Batch batch) => new(
        batch.Draws,
        new Dictionary<string, Tensor>(StringComparer.Ordinal) { [PredictionKeys.Embeddings] = output[OutputKeys.Features].detach().cpu() });

    private sealed record Shape(string Id, long[] Sizes);
}
