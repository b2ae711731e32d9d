using PluginHost.Plugins.Classification.Use;

namespace PluginHost.Plugins.Classification;

/// <summary>Says which class a picture or a feature vector belongs to; the classes seen so far compete.</summary>
/// <remarks>
/// Batch tensors: <see cref="BatchKeys.Input"/> (items, channels, height, width) or (items, size), and <see cref="BatchKeys.Labels"/>. Rows are items.
/// </remarks>
/// <param name="options">The options.</param>
[Component("classification")]
[JobKey("classifier", "model")]
public sealed class ClassificationTask(ClassificationOptions options) : ITask, IFileTask, IShowsExamples
{
    private readonly PictureAugmentation _augmentation = new(options.Augmentation);
    private string? _input;
    private Shape? _first;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example)
    {
        var sample = samples.Get(example);
        var name = Choose(sample);
        var shape = sample[name].shape;
        CheckStatistics("mean", options.Mean, shape);
        CheckStatistics("deviation", options.Deviation, shape);
        return new Dictionary<string, long[]>(StringComparer.Ordinal) { [BatchKeys.Input] = shape };
    }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(Sample sample, DatasetInfo dataset)
    {
        var name = Choose(sample);
        if (!sample.Tensors.TryGetValue(name, out var input))
        {
            yield return Odd(sample, $"has no '{name}'; it has {string.Join(", ", sample.Tensors.Keys)}", $"'{name}' in every sample");
            yield break;
        }

        // The first sample says what all are like: a batch stacks them.
        var shape = Interlocked.CompareExchange(ref _first, new(sample.Info.Id, input.shape), null) ?? _first!;
        if (!shape.Sizes.AsSpan().SequenceEqual(input.shape))
        {
            yield return Odd(sample, $"has '{name}' of ({string.Join(", ", input.shape)})",
                $"({string.Join(", ", shape.Sizes)}), as sample '{shape.Id}' has it");
        }
    }

    /// <inheritdoc/>
    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) => new()
    {
        Training = true,
        Sources = [new() { Sample = list[position].Sample, FromMemory = list[position].FromMemory }],
        Seed = random.SeedFor("augmentation", keys),
    };

    /// <inheritdoc/>
    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) =>
        [.. focus.Select(sample => new Draw { Training = false, Sources = [new() { Sample = sample }] })];

    /// <inheritdoc/>
    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples)
    {
        using var scope = NewDisposeScope();
        var inputs = stack([.. draws.Select(draw => Input(draw, samples))]);
        if (options.Mean.Length > 0) inputs -= Statistic(options.Mean, inputs);
        if (options.Deviation.Length > 0) inputs /= Statistic(options.Deviation, inputs);
        return new(draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [BatchKeys.Input] = inputs,
            [BatchKeys.Labels] = tensor(draws.Select(draw => (long)draw.Sources[0].Sample.Label).ToArray()),
        });
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Cross-entropy of the label, or of <see cref="BatchKeys.SoftLabels"/> where the batch has them, over the classes that compete: those of
    /// <paramref name="among"/> and of the sample's task (<see cref="SampleInfo.Among"/>).
    /// </remarks>
    /// <exception cref="RunFailedException">A sample has no label.</exception>
    public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null)
    {
        using var scope = NewDisposeScope();
        var competing = Competition.Of(output, batch, among);
        var logarithms = nn.functional.log_softmax(competing.Mask(output[OutputKeys.Logits]).to(ScalarType.Float32), 1);
        return (batch.Tensors.TryGetValue(BatchKeys.SoftLabels, out var soft)
            ? SoftLoss(logarithms, competing.Pick(soft))
            : HardLoss(logarithms, competing)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Cross-entropy of the student's softened scores against the teacher's, over the classes that the teacher knows, without the factor T^2
    /// (Hinton et al., 2015, section 2; as in LwF).
    /// </remarks>
    public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1)
    {
        using var scope = NewDisposeScope();
        var taught = teacher[OutputKeys.Logits].to(ScalarType.Float32);
        var known = taught.shape[1];
        var own = student.Pick(OutputKeys.Logits, teacher.Rows).to(ScalarType.Float32).narrow(1, 0, known);
        var targets = nn.functional.softmax(taught / temperature, 1);
        return (-(targets * nn.functional.log_softmax(own / temperature, 1)).sum(1)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Prediction Decode(ModelOutput output, Batch batch)
    {
        using var scope = NewDisposeScope();
        var logits = Competition.Of(output, batch, among: null).Mask(output[OutputKeys.Logits].to(ScalarType.Float32));
        return new(batch.Draws, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [PredictionKeys.Logits] = logits.detach().cpu() });
    }

    /// <inheritdoc/>
    public string Verb => "predict";

    /// <inheritdoc/>
    public ApplicationResult Apply(ITrainedModel model, ApplicationRequest request, CancellationToken cancellationToken) =>
        new FilePrediction(this, model).Predict(request, cancellationToken);

    /// <inheritdoc/>
    public ExampleSheet? WriteExamples(ITrainedModel model, int count, string folder) => new ConfusedSamples(this, model).Write(count, folder);

    private Tensor SoftLoss(Tensor logarithms, Tensor soft)
    {
        var missing = logarithms.shape[1] - soft.shape[1];
        var targets = missing > 0 ? nn.functional.pad(soft, (0, missing)) : soft.narrow(1, 0, logarithms.shape[1]);
        // A class out of the competition has no logarithm, and a mixed label may name it.
        return -where(targets > 0, targets * logarithms.clamp(min: -1e4), zeros_like(targets)).sum(1);
    }

    private Tensor HardLoss(Tensor logarithms, Competition competing)
    {
        var loss = -logarithms.gather(1, competing.Labels.unsqueeze(1)).squeeze(1);
        if (options.Smoothing > 0)
        {
            var finite = logarithms.isfinite();
            var spread = -where(finite, logarithms, zeros_like(logarithms)).sum(1) / finite.sum(1);
            loss = ((1 - options.Smoothing) * loss) + (options.Smoothing * spread);
        }

        return competing.Takes is { } takes ? where(takes, loss, zeros_like(loss)) : loss;
    }

    private Tensor Input(Draw draw, ISampleSource samples)
    {
        var sample = samples.Get(draw.Sources[0].Sample);
        var input = sample[Choose(sample)];
        return draw.Training && input.dim() == 3 ? _augmentation.Apply(input, draw.Seed) : input;
    }

    private string Choose(Sample sample) => _input ??= options.Input
        ?? (sample.Tensors.ContainsKey(SampleKeys.Image) ? SampleKeys.Image
            : sample.Tensors.ContainsKey(SampleKeys.Features) ? SampleKeys.Features
            : throw new JobException(new Finding
            {
                Code = "CT0101",
                Where = "task",
                What = $"Sample '{sample.Info.Id}' has neither an image nor features; it has {string.Join(", ", sample.Tensors.Keys)}",
                Expected = "a data set for classification",
                Fix = "Choose another data set, or name the tensor by task.options.input.",
            }));

    private static Finding Odd(Sample sample, string what, string expected) => new()
    {
        Code = "CT0103",
        Where = $"sample {sample.Info.Id}",
        What = $"Sample '{sample.Info.Id}' {what}.",
        Expected = expected,
        Fix = "Bring the samples of the data set to one size.",
    };

    private static Tensor Statistic(double[] values, Tensor inputs)
    {
        var shape = new long[inputs.dim() - 1];
        Array.Fill(shape, 1);
        if (values.Length > 1) shape[0] = values.Length;
        return tensor(values.Select(value => (float)value).ToArray()).reshape(shape);
    }

    private static void CheckStatistics(string name, double[] values, long[] shape)
    {
        if (values.Length is 0 or 1 || values.Length == shape[0]) return;
        throw new JobException(new Finding
        {
            Code = "CT0102",
            Where = $"task.options.{name}",
            What = $"{values.Length} numbers are given for an input of {shape[0]} channels",
            Expected = $"1 or {shape[0]} numbers",
        });
    }

    private sealed record Shape(string Id, long[] Sizes);
}
