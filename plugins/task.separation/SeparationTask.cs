using PluginHost.Learning.AudioVisual;
using PluginHost.Plugins.Separation.Masks;
using PluginHost.Plugins.Separation.Mixing;
using PluginHost.Plugins.Separation.Use;
using PluginHost.Spectra;

namespace PluginHost.Plugins.Separation;

/// <summary>
/// Mix-and-separate: sounds of several samples are added up, and the model is to predict each one's mask over the mixture's spectrogram,
/// told its class and shown its video.
/// </summary>
[Component("separation")]
[JobKey("separator", "model")]
[Needs<IMaskPrediction>("sources are separated by masks over the mixture's spectrogram")]
public sealed class SeparationTask : ITask, IFileTask, IShowsExamples
{
    // What a model may say of its rows beside masks, and its name in a prediction.
    private static readonly (string Output, string Prediction)[] s_alongside =
    [
        (LocalisationKeys.Maps, LocalisationKeys.Maps), (OutputKeys.Logits, PredictionKeys.Logits),
        (OutputKeys.AudioEmbedding, AudioVisualKeys.AudioEmbeddings), (OutputKeys.ObjectEmbedding, AudioVisualKeys.VideoEmbeddings),
    ];

    private readonly SeparationOptions _options;
    private readonly Spectrograms _spectrograms;
    private readonly IFrequencyWarp _warp;
    private readonly MixtureBatch _batches;

    // Height and width of the pictures that the model sees; 0 if it sees none.
    private readonly int _pictureSize;

    /// <summary>Creates the task.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="model">The job's model, if it is known: one that sees pictures gets them and each source's own sound.</param>
    public SeparationTask(SeparationOptions options, IModel? model = null)
    {
        _options = options;
        _pictureSize = (model as IPictureInput)?.PictureSize ?? 0;
        _spectrograms = new(options.NFft, options.Hop);
        _warp = ChooseWarp(options);
        _batches = new(options, _spectrograms, _warp, _pictureSize);
    }

    /// <inheritdoc/>
    /// <remarks>Object and motion vectors are needed unless the model sees pictures.</remarks>
    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example)
    {
        InputCheck.Require(_options, samples, example, _pictureSize > 0);
        var tensors = samples.Get(example).Tensors;
        long[] input = [1, _options.NetworkBins, _options.Frames];
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal) { [BatchKeys.Input] = input };
        if (tensors.TryGetValue(SampleKeys.Objects, out var objects)) shapes[SeparationKeys.Object] = [objects.shape[1]];
        if (tensors.TryGetValue(SampleKeys.Motion, out var motion)) shapes[SeparationKeys.Motion] = motion.shape;
        if (_pictureSize == 0) return shapes;
        shapes[AudioVisualKeys.Pictures] = [_options.PictureFrames, 3, _pictureSize, _pictureSize];
        shapes[SeparationKeys.Sounds] = input;
        return shapes;
    }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(Sample sample, DatasetInfo dataset) => SampleCheck.Faults(sample, _pictureSize > 0);

    /// <inheritdoc/>
    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) =>
        TrainingDraws.Next(_options, list, position, random, keys);

    /// <inheritdoc/>
    /// <remarks>
    /// One mixture for each sample of <paramref name="focus"/>, which is its first source. A partner counts if it is in focus too.
    /// </remarks>
    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) =>
        EvaluationDraws.All(_options, focus, pool);

    /// <inheritdoc/>
    /// <remarks>
    /// The tensors are those of <see cref="SeparationKeys"/>, the input and the labels; sources are divided by their number before they are
    /// added up. A model that sees pictures also gets <see cref="AudioVisualKeys.Pictures"/> with a row for each source, from 0 to 1, and, where the
    /// data set knows them, <see cref="AudioVisualKeys.Masks"/>.
    /// </remarks>
    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples) => _batches.Collate(draws, samples);

    /// <inheritdoc/>
    /// <remarks>Mean over the cells of w·|P - M|, or of the weighted binary cross entropy for binary masks.</remarks>
    public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null)
    {
        using var scope = NewDisposeScope();
        var targets = Select(batch[SeparationKeys.Targets], output.Rows);
        var weights = RowWeights(batch, output.Rows);
        var loss = _options.Mask == MaskKind.Binary
            ? MaskDistance.CrossEntropy(output[SeparationKeys.Masks], targets, weights)
            : MaskDistance.Absolute(output[SeparationKeys.Masks], targets, weights);
        return loss.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <remarks>Mean over the cells of w·|P_student - P_teacher| (ContAV-Sep, Pian et al. 2024, eq. 11).</remarks>
    public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1)
    {
        using var scope = NewDisposeScope();
        // Pick gives the whole tensor when it is asked for all rows; "all rows of the batch" has to be spelt out for a partial student.
        var rows = teacher.Rows ?? (student.Rows is null ? null : [.. Enumerable.Range(0, batch.Rows)]);
        var predictions = student.Pick(SeparationKeys.Masks, rows);
        return MaskDistance.Absolute(predictions, teacher[SeparationKeys.Masks].detach(), RowWeights(batch, teacher.Rows))
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Each estimate is the inverse transform of mask times mixture, so it has the mixture's phase. All waveforms are
    /// hop·(frames - 1) samples long. Localisation maps, class scores and embeddings of a model that gives them come along.
    /// </remarks>
    public Prediction Decode(ModelOutput output, Batch batch)
    {
        if (output.Rows is not null && output.Rows.Count != batch.Rows)
            throw new ArgumentException($"Decoding needs all {batch.Rows} rows, the output covers {output.Rows.Count}.", nameof(output));
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var mixture = batch[SeparationKeys.Mixture].cpu();
        var masks = _warp.Undo(output[SeparationKeys.Masks].detach().cpu().to_type(ScalarType.Float32));
        if (_options.Mask == MaskKind.Binary) masks = masks.gt(0.5).to_type(ScalarType.Float32);
        var separated = masks * mixture.repeat(batch.Slots, 1, 1);
        var decoded = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SeparationKeys.Estimates] = _spectrograms.Synthesise(separated),
            [SeparationKeys.Mixtures] = _spectrograms.Synthesise(mixture),
        };
        if (batch.Tensors.TryGetValue(SeparationKeys.Sources, out var sources)) decoded[SeparationKeys.References] = sources.cpu().clone();
        foreach (var (key, name) in s_alongside)
        {
            if (output.Tensors.TryGetValue(key, out var more)) decoded[name] = more.detach().cpu().to_type(ScalarType.Float32).clone();
        }

        if (batch.Tensors.TryGetValue(AudioVisualKeys.Masks, out var places)) decoded[AudioVisualKeys.Masks] = places.cpu().clone();
        return new(batch.Draws, decoded);
    }

    /// <inheritdoc/>
    public string Verb => "separate";

    /// <inheritdoc/>
    public ApplicationResult Apply(ITrainedModel model, ApplicationRequest request, CancellationToken cancellationToken)
    {
        var separation = new FileSeparation(_options, _batches, _pictureSize, model);
        return request.Example is { } place
            ? new TestMixture(_options, _batches, this, model).Separate(place, request.Output, separation, cancellationToken)
            : separation.Separate(request, cancellationToken);
    }

    /// <inheritdoc/>
    public ExampleSheet? WriteExamples(ITrainedModel model, int count, string folder) =>
        new SeparationExamples(_options, _batches, this, model).Write(count, folder);

    private static IFrequencyWarp ChooseWarp(SeparationOptions options)
    {
        if (!options.LogFrequency) return new NoWarp();
        var area = options.Warp == WarpKind.Area || (options.Warp == WarpKind.Auto && options.Bins < 256);
        return area ? new AreaWarp(options.LinearBins, options.Bins) : new GridWarp(options.LinearBins, options.Bins, options.Frames);
    }

    private static Tensor Select(Tensor values, IReadOnlyList<int>? rows) => rows is null ? values : Select(values, rows, values.shape[0]);

    private static Tensor Select(Tensor values, IReadOnlyList<int> rows, long modulus) =>
        values.index_select(0, tensor(rows.Select(row => row % modulus).ToArray(), device: values.device));

    // All rows share their items' weights by broadcasting; certain rows take a copy each.
    private static Tensor RowWeights(Batch batch, IReadOnlyList<int>? rows) =>
        rows is null ? batch[SeparationKeys.Weights] : Select(batch[SeparationKeys.Weights], rows, batch.Size);
}
