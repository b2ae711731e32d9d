using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PluginHost.Training;

/// <summary>
/// The predictions of a run's tests, in its folder: <c>records/EXPERIENCE-SCOPE.safetensors</c>, a file per test. Safetensors keeps float32 as it
/// is, opens without reading all of it, and every framework reads it. A file is written at once and holds everything that a metric is given, so
/// one that is computed later has the same value bit for bit.
/// </summary>
/// <remarks>
/// Tensors of a file: each kept tensor of the prediction under its name, all rows; <c>batches</c> (B), the items of each batch as they were
/// predicted; <c>samples</c> (items, slots), places in the list of ids; <c>counted</c> (items, slots), 1 where the metrics count; <c>labels</c>
/// (samples, most labels of one), -1 for none; <c>ids</c>, a JSON array of the samples' ids in UTF-8, and <c>domains</c> likewise. Rows are
/// ordered batch by batch, within one as <see cref="Prediction.Draws"/> says.
/// </remarks>
/// <param name="directory">The run's folder.</param>
/// <param name="options">What is kept.</param>
public sealed class PredictionRecords(string directory, RecordOptions options)
{
    internal const string Batches = "batches";
    internal const string SamplesKey = "samples";
    internal const string Counted = "counted";
    internal const string Labels = "labels";
    internal const string Ids = "ids";
    internal const string Domains = "domains";
    internal const string Groups = "groups";

    private const long Megabyte = 1 << 20;
    private const string CountsFolder = "counts";

    /// <summary>The folder of the records.</summary>
    public string Folder { get; } = Path.Combine(directory, "records");

    internal RecordOptions Options => options;

    // The bytes of all files, counted once and then carried along: a folder of many is not looked through for each test.
    private long? _bytes;

    /// <summary>Begins a run anew: records of an earlier one go.</summary>
    public void Clear()
    {
        foreach (var folder in new[] { Folder, Path.Combine(directory, CountsFolder) })
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        _bytes = 0;
    }

    /// <summary>Begins the record of a test.</summary>
    /// <returns>Takes the predictions; <see langword="null"/> where none are kept.</returns>
    public PredictionRecord? Begin() => options.Keep ? new(this) : null;

    /// <summary>Where the record of a test lies.</summary>
    /// <param name="experience">The experience after which it was made, from 0.</param>
    /// <param name="scope">The test's name.</param>
    /// <returns>The file's path.</returns>
    public string FileOf(int experience, string scope) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{experience}-{scope}.safetensors"));

    /// <summary>Writes counts by true (rows) and predicted class (columns) as <c>counts/METRIC-EXPERIENCE-SCOPE.csv</c>.</summary>
    /// <param name="experience">The experience after which they were counted, from 0.</param>
    /// <param name="scope">The test's name.</param>
    /// <param name="metric">What counted.</param>
    /// <param name="counts">The counts by label.</param>
    /// <param name="classNames">Class names by label.</param>
    public void WriteCounts(
        int experience, string scope, string metric, IReadOnlyList<IReadOnlyList<long>> counts, IReadOnlyList<string> classNames)
    {
        var text = new StringBuilder("true \\ predicted");
        for (var k = 0; k < counts.Count; k++) text.Append(',').Append(Field(classNames[k]));
        text.Append('\n');
        for (var k = 0; k < counts.Count; k++) text.Append(Field(classNames[k])).Append(',').AppendJoin(',', counts[k]).Append('\n');
        var name = string.Create(CultureInfo.InvariantCulture, $"{metric}-{experience}-{scope}.csv");
        AtomicFile.Write(Path.Combine(directory, CountsFolder, name), text.ToString());
    }

    /// <summary>Reads the predictions of a test, batch by batch as they were made.</summary>
    /// <param name="experience">The experience after which it was made, from 0.</param>
    /// <param name="scope">The test's name.</param>
    /// <returns>The predictions, each disposed when the next is asked for.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public IEnumerable<Prediction> Read(int experience, string scope)
    {
        using var all = new RecordedTest(Path.GetFileName(FileOf(experience, scope)), PluginHost.Tensors.Safetensors.Read(FileOf(experience, scope)));
        foreach (var prediction in all.Predictions())
        {
            using (prediction) yield return prediction;
        }
    }

    /// <summary>Writes a record if it fits; says why if it does not.</summary>
    internal string? Write(int experience, string scope, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var file = FileOf(experience, scope);
        var bytes = tensors.Values.Sum(tensor => tensor.numel() * tensor.element_size());
        _bytes ??= Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*.safetensors").Sum(LengthOf) : 0;
        var others = _bytes.Value - LengthOf(file);
        if (bytes + others > options.Megabytes * Megabyte)
        {
            return $"The predictions of {scope} after experience {experience + 1} are not kept: {(bytes + others) / (double)Megabyte:0.0} megabytes "
                + $"of records would be more than the {options.Megabytes} that engine.options.records.megabytes allows.";
        }

        AtomicFile.Write(file, stream => PluginHost.Tensors.Safetensors.Write(stream, tensors));
        _bytes = others + LengthOf(file);
        return null;
    }

    private static long LengthOf(string file) => new FileInfo(file) is { Exists: true } there ? there.Length : 0;

    internal static Tensor Texts(IEnumerable<string> texts) => tensor(JsonSerializer.SerializeToUtf8Bytes(texts.ToArray(), RecordJson.Default.StringArray));

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>The predictions of one test as they come.</summary>
public sealed class PredictionRecord : IDisposable
{
    private readonly PredictionRecords _records;
    private readonly List<long> _batches = [];
    private readonly List<long> _samples = [];
    private readonly List<byte> _counted = [];
    private readonly Dictionary<SampleInfo, int> _places = [];
    private readonly List<SampleInfo> _known = [];
    private readonly SortedDictionary<string, List<Tensor>> _rows = new(StringComparer.Ordinal);

    internal PredictionRecord(PredictionRecords records) => _records = records;

    /// <summary>Takes in the predictions of a batch, as copies.</summary>
    /// <param name="prediction">The predictions.</param>
    public void Take(Prediction prediction)
    {
        var keys = _records.Options.Tensors.Intersect(prediction.Keys, StringComparer.Ordinal).ToArray();
        if (keys.Length == 0) return;
        _batches.Add(prediction.Draws.Count);
        foreach (var source in prediction.Draws.SelectMany(draw => draw.Sources))
        {
            if (!_places.TryGetValue(source.Sample, out var place))
            {
                _places[source.Sample] = place = _known.Count;
                _known.Add(source.Sample);
            }

            _samples.Add(place);
            _counted.Add(source.Counted ? (byte)1 : (byte)0);
        }

        foreach (var key in keys)
        {
            if (!_rows.TryGetValue(key, out var rows)) _rows[key] = rows = [];
            rows.Add(prediction[key].detach().cpu().clone().DetachFromDisposeScope());
        }
    }

    /// <summary>Writes the record.</summary>
    /// <param name="experience">The experience after which the test was made, from 0.</param>
    /// <param name="scope">The test's name.</param>
    /// <returns>Why it was not written; <see langword="null"/> if it was, or there was nothing to keep.</returns>
    public string? Write(int experience, string scope)
    {
        if (_batches.Count == 0) return null;
        using var own = NewDisposeScope();
        var items = _batches.Sum();
        var most = Math.Max(1, _known.Max(sample => sample.Labels.Count));
        var labels = _known.SelectMany(sample => Enumerable.Range(0, most).Select(i => i < sample.Labels.Count ? (long)sample.Labels[i] : -1));
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [PredictionRecords.Batches] = tensor(_batches.ToArray()),
            [PredictionRecords.SamplesKey] = tensor(_samples.ToArray()).view(items, -1),
            [PredictionRecords.Counted] = tensor(_counted.ToArray()).view(items, -1),
            [PredictionRecords.Labels] = tensor(labels.ToArray()).view(_known.Count, most),
            [PredictionRecords.Ids] = PredictionRecords.Texts(_known.Select(sample => sample.Id)),
            [PredictionRecords.Domains] = PredictionRecords.Texts(_known.Select(sample => sample.Domain)),
            [PredictionRecords.Groups] = PredictionRecords.Texts(_known.Select(sample => sample.Group)),
        };
        foreach (var (key, rows) in _rows) tensors[key] = cat(rows, 0);
        return _records.Write(experience, scope, tensors);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _rows.Values.SelectMany(rows => rows)) tensor.Dispose();
    }
}
