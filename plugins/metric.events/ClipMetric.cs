namespace PluginHost.Plugins.EventMetrics;

/// <summary>Options of metrics of clips.</summary>
public sealed class ClipMetricOptions
{
    /// <summary>Whether there are figures of clips without their sound too; the task's leaveOut has to name the sound.</summary>
    public bool WithoutSound { get; set; }

    /// <summary>Whether there are figures of clips without their pictures too; the task's leaveOut has to name the pictures.</summary>
    public bool WithoutPictures { get; set; }
}

/// <summary>
/// A metric over the clips of a test whose figures stand for clips with both modalities, and once more for clips without one where the options
/// want it.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="figures">The figures of clips with both modalities.</param>
public abstract class ClipMetric(ClipMetricOptions options, params Figure[] figures) : ISetMetric, IUndefinedFigures
{
    // As in EventKeys.Missing.
    private static readonly string[] s_suffixes = ["", ", without sound", ", without pictures"];
    private readonly int[] _variants = [0, .. options.WithoutSound ? [1] : Array.Empty<int>(), .. options.WithoutPictures ? [2] : Array.Empty<int>()];
    private readonly Dictionary<int, IClipSums> _sums = [];

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures =>
        [.. _variants.SelectMany(variant => figures.Select(figure => figure with { Name = figure.Name + s_suffixes[variant] }))];

    /// <inheritdoc/>
    public void Reset() => _sums.Clear();

    /// <inheritdoc/>
    public void Update(Prediction prediction)
    {
        using var scope = NewDisposeScope();
        var missing = prediction.Keys.Contains(EventKeys.Missing)
            ? prediction[EventKeys.Missing].data<long>().ToArray()
            : new long[prediction.Draws.Count];
        for (var row = 0; row < missing.Length; row++)
        {
            // An item without a modality never counts for metrics that do not know of it.
            if (missing[row] == 0 && !prediction.Draws[row].Sources[0].Counted) continue;
            var variant = (int)missing[row];
            if (!_variants.Contains(variant)) continue;
            if (!_sums.TryGetValue(variant, out var sums)) _sums[variant] = sums = Create();
            sums.Add(prediction, row);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<double?> Compute() =>
        [.. _variants.SelectMany(variant => _sums.TryGetValue(variant, out var sums) ? sums.Values() : new double?[figures.Length])];

    /// <inheritdoc/>
    public string? WhyUndefined(Figure figure)
    {
        var variant = Array.FindLastIndex(s_suffixes, suffix => figure.Name.EndsWith(suffix, StringComparison.Ordinal));
        return _sums.ContainsKey(variant) ? Undefined
            : variant == 0 ? "no clip was tested"
            : $"no clip was tested{s_suffixes[variant].Replace(",", "", StringComparison.Ordinal)}: name it in task.options.leaveOut";
    }

    /// <summary>Why a figure of clips that were tested has no value.</summary>
    protected virtual string Undefined => "the clips of this test have nothing to measure";

    /// <summary>Makes empty sums.</summary>
    /// <returns>The sums.</returns>
    protected abstract IClipSums Create();

    /// <summary>What adds up clips.</summary>
    protected interface IClipSums
    {
        /// <summary>Takes in a clip.</summary>
        /// <param name="prediction">The predictions of a batch.</param>
        /// <param name="row">The clip's row.</param>
        void Add(Prediction prediction, int row);

        /// <summary>The figures' values.</summary>
        /// <returns>One a figure; <see langword="null"/> where it is not defined.</returns>
        double?[] Values();
    }

    /// <summary>A share in per cent.</summary>
    /// <param name="name">The figure's name.</param>
    /// <returns>The figure.</returns>
    protected static Figure Share(string name) => new() { Name = name, Unit = "%" };

    /// <summary>Whether what is counted is right.</summary>
    protected sealed class Counts(Func<Prediction, int, (long Right, long All)> count) : IClipSums
    {
        private long _right;
        private long _all;

        /// <inheritdoc/>
        public void Add(Prediction prediction, int row)
        {
            var (right, all) = count(prediction, row);
            (_right, _all) = (_right + right, _all + all);
        }

        /// <inheritdoc/>
        public double?[] Values() => [_all == 0 ? null : 100.0 * _right / _all];
    }
}

/// <summary>
/// Share of segments, in per cent, whose class of event, or background, is predicted (segment accuracy of AVE).
/// </summary>
/// <param name="options">The options.</param>
[Component("segment-accuracy")]
public sealed class SegmentAccuracy(ClipMetricOptions options) : ClipMetric(options, Share("segment accuracy"))
{
    /// <inheritdoc/>
    protected override IClipSums Create() => new Counts((prediction, row) =>
    {
        var (predicted, labelled) = (prediction[EventKeys.Predicted][row], prediction[EventKeys.Labelled][row]);
        return (predicted.eq(labelled).sum().ToInt64(), labelled.numel());
    });
}

/// <summary>Share of questions, in per cent, whose answer has the highest score; a tie with another answer loses.</summary>
/// <param name="options">The options.</param>
[Component("answer-accuracy")]
[Needs<ILogitPrediction>("answers are compared by their scores")]
public sealed class AnswerAccuracy(ClipMetricOptions options) : ClipMetric(options, Share("answer accuracy"))
{
    /// <inheritdoc/>
    protected override IClipSums Create() => new Counts((prediction, row) =>
    {
        var (scores, label) = (prediction[PredictionKeys.Logits][row], prediction.Draws[row].Sources[0].Sample.Label);
        if (label < 0) return (0, 0);
        return (label < scores.shape[0] && scores.ge(scores[label]).sum().ToInt64() == 1 ? 1 : 0, 1);
    });
}
