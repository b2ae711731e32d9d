namespace PluginHost.Plugins.Events;

/// <summary>
/// Asks about clips with sound and pictures: which event happens in each segment (AVE), which are heard and seen (LLP), which pixels sound (AVS),
/// or what answers a question (AVQA). Rows are clips.
/// </summary>
/// <remarks>
/// Batch tensors: <see cref="AudioVisualKeys.Pictures"/>, <see cref="AudioVisualKeys.Spectrogram"/>, <see cref="BatchKeys.Labels"/>, and the target of
/// the kind, which <see cref="Inputs"/> names too.
/// </remarks>
[Component("events")]
[JobKey("network", "model")]
public sealed class EventTask : ITask, IComposedLoss
{
    private readonly EventOptions _options;
    private readonly ClipReader _reader;
    private readonly EventKind _kind;

    /// <summary>Creates the task.</summary>
    /// <param name="options">Its options.</param>
    public EventTask(EventOptions options)
    {
        _options = options;
        _reader = new(options);
        _kind = options.Task switch
        {
            EventTaskKind.Parsing => new ParsingKind(options),
            EventTaskKind.Segmentation => new SegmentationKind(options, _reader),
            EventTaskKind.Answers => new AnswerKind(options),
            _ => new LocalisationKind(options),
        };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example)
    {
        var rate = samples.Dataset.AudioRate;
        // Says what does not fit before anything is built.
        _ = _reader.Front(rate);
        return new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            [AudioVisualKeys.Pictures] = [_options.Segments, 3, _options.PictureSize, _options.PictureSize],
            [AudioVisualKeys.Spectrogram] = _reader.SpectrogramShape(rate),
            [_kind.Target] = _kind.TargetShape(samples.Dataset),
        };
    }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(Sample sample, DatasetInfo dataset)
    {
        Finding[] faults = [.. _reader.Faults(sample, dataset)];
        return faults.Length > 0 ? faults : _kind.Faults(sample, dataset);
    }

    /// <inheritdoc/>
    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) => new()
    {
        Training = true,
        Sources = [new() { Sample = list[position].Sample, FromMemory = list[position].FromMemory }],
    };

    /// <inheritdoc/>
    /// <remarks>
    /// A test sample comes once more for each modality of <see cref="EventOptions.LeaveOut"/>, without it; such an item does not count, and metrics
    /// that know of it keep figures of its own.
    /// </remarks>
    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) =>
    [
        .. focus.Select(sample => new Draw { Training = false, Sources = [new() { Sample = sample }] }),
        .. _options.LeaveOut.Distinct().SelectMany(modality => focus.Where(sample => sample.Split == Split.Test).Select(sample => new Draw
        {
            Training = false,
            Sources = [new() { Sample = sample, Counted = false }],
            Variant = modality == Modality.Sound ? Blank.Sound : Blank.Pictures,
        })),
    ];

    /// <inheritdoc/>
    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var info = samples.Dataset;
        var clips = draws.Select(draw => samples.Get(draw.Sources[0].Sample)).ToArray();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [AudioVisualKeys.Pictures] = stack([.. clips.Select((clip, i) => Blanked(_reader.Pictures(clip, info.FrameRate), draws[i], Blank.Pictures))]),
            [AudioVisualKeys.Spectrogram] = stack([.. clips.Select((clip, i) => Blanked(_reader.Spectrograms(clip, info.AudioRate), draws[i], Blank.Sound))]),
            [BatchKeys.Labels] = tensor(draws.Select(draw => (long)draw.Sources[0].Sample.Label).ToArray()),
        };
        _kind.Collate(tensors, draws, clips, info);
        return new(draws, tensors);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> RowLosses(ModelOutput output, Batch batch) => Terms(output, batch, null);

    /// <inheritdoc/>
    public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null)
    {
        using var scope = NewDisposeScope();
        return IComposedLoss.Sum(Terms(output, batch, among)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1)
    {
        using var scope = NewDisposeScope();
        // Pick gives the whole tensor when it is asked for all rows; "all rows of the batch" has to be spelt out for a partial student.
        var rows = teacher.Rows ?? (student.Rows is null ? null : [.. Enumerable.Range(0, batch.Rows)]);
        return _kind.Distance(key => student.Pick(key, rows), teacher, temperature).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Prediction Decode(ModelOutput output, Batch batch)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [EventKeys.Missing] = tensor(batch.Draws.Select(draw => draw.Variant switch { Blank.Sound => 1L, Blank.Pictures => 2L, _ => 0L }).ToArray()),
        };
        foreach (var key in s_routers)
            if (output.Tensors.TryGetValue(key, out var weights)) tensors[key] = weights;
        _kind.Decode(tensors, output, batch);
        return new(batch.Draws, tensors.ToDictionary(pair => pair.Key, pair => pair.Value.detach().cpu(), StringComparer.Ordinal));
    }

    private static readonly string[] s_routers =
        [EventKeys.AudioRouterCross, EventKeys.AudioRouterOwn, EventKeys.VisualRouterCross, EventKeys.VisualRouterOwn];

    private static Tensor Blanked(Tensor values, Draw draw, string variant) => draw.Variant == variant ? zeros_like(values) : values;

    private IReadOnlyList<LossTerm> Terms(ModelOutput output, Batch batch, IReadOnlyList<int>? among) =>
        _kind.Losses(output, new(output, batch, among));

    /// <summary>The names of items without a modality.</summary>
    private static class Blank
    {
        public const string Sound = "without sound";
        public const string Pictures = "without pictures";
    }
}
