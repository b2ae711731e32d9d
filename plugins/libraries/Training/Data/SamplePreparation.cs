using System.Text.Json.Nodes;
using PluginHost.PreparedData;

namespace PluginHost.Training;

/// <summary>
/// Reads every sample of a job's data set once and puts it into a store with the extractor's features: what <see cref="IDataPreparation"/> asks of an
/// engine. Samples enter through a <see cref="SampleGate"/> as in a run; the task is not asked, as a store serves any.
/// </summary>
public sealed class SamplePreparation
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(0.5);

    private readonly JobParts _parts;
    private readonly SampleDatabaseWriter _writer;
    private readonly SampleInfo[] _all;
    private readonly SampleGate _gate;
    private readonly string _path;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, IReadOnlyList<Finding>> _faulty = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _reported;
    private long _bytes;
    private int _before;
    private int _done;

    private SamplePreparation(JobParts parts, SampleDatabaseWriter writer, SampleInfo[] all, string path, bool keepFrames)
    {
        (_parts, _writer, _all, _path) = (parts, writer, all, path);
        _gate = new(parts.Dataset, FeatureFitting.Frozen(parts), task: null, keepFrames: keepFrames);
    }

    /// <summary>Prepares the data set, then its samples.</summary>
    /// <param name="parts">The parts of the job.</param>
    /// <param name="request">What to write, and where.</param>
    /// <param name="cancellationToken">Ends the work; what was written stays.</param>
    /// <returns>What the store holds.</returns>
    /// <exception cref="JobException">The store belongs to something else, or nothing could be read.</exception>
    /// <exception cref="RunFailedException">The store cannot be written.</exception>
    public static async Task<DataPreparationResult> PrepareAsync(JobParts parts, DataPreparationRequest request, CancellationToken cancellationToken)
    {
        var job = JsonNode.Parse(request.Job)!.AsObject();
        Finding[] faults = [.. Check(parts, request, job)];
        if (faults.Length > 0) throw new JobException(faults);
        await parts.Dataset.PrepareAsync(cancellationToken).ConfigureAwait(false);
        DataPreparationResult? result = null;
        await EngineThread.Run(() =>
        {
            SampleInfo[] all = [.. Enum.GetValues<Split>().SelectMany(parts.Dataset.Samples)];
            using var writer = SampleDatabaseWriter.Open(request.File, Basis(job, request), parts.Dataset.Info, all, request.Restart);
            var keepFrames = !request.Without.Contains(SampleKeys.Frames, StringComparer.Ordinal);
            result = new SamplePreparation(parts, writer, all, request.File, keepFrames).Run(cancellationToken);
        }).ConfigureAwait(false);
        return result! with { Bytes = new FileInfo(request.File).Length };
    }

    private static IEnumerable<Finding> Check(JobParts parts, DataPreparationRequest request, JsonObject job)
    {
        foreach (var part in request.Without)
        {
            if (part == SampleKeys.Frames && FeatureFitting.Frozen(parts) is not null) continue;
            yield return new()
            {
                Code = "CE0603",
                Where = "--without",
                What = part == SampleKeys.Frames ? "The job has no extractor whose features stand for the frames in every run" : $"'{part}' cannot be left out",
                Expected = $"'{SampleKeys.Frames}', in a job with a 'features' entry",
                Fix = "Leave --without out.",
            };
        }

        if (Texts(job["dataset"]).Any(text => text.Length > 0 && IsFile(text)))
        {
            yield return new()
            {
                Code = "CE0604", Where = "--to", What = $"The job's data set reads '{request.File}' itself", Expected = "another file",
            };
        }

        bool IsFile(string text) => !text.Contains('\0', StringComparison.Ordinal) && parts.Run.ResolvePath(text) == request.File;
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject entries => entries.SelectMany(pair => Texts(pair.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    // What a sample's content depends on; the rest of the job may change.
    private static JsonObject Basis(JsonObject job, DataPreparationRequest request) => new()
    {
        ["dataset"] = job["dataset"]?.DeepClone(),
        ["features"] = job["features"]?.DeepClone(),
        ["without"] = new JsonArray([.. request.Without.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(part => (JsonNode)part)]),
    };

    private DataPreparationResult Run(CancellationToken cancellationToken)
    {
        int[] missing = [.. _writer.Missing];
        _before = _all.Length - missing.Length;
        if (missing.Length > 0 || !_writer.IsComplete)
        {
            Read(missing, cancellationToken);
            if (_writer.Missing.Count == _all.Length) throw Nothing();
            if (FeatureFitting.Frozen(_parts) is { } features) KeepTrial(features);
            _writer.Complete();
        }

        Report(missing.Length, always: true);
        var added = missing.Length - _writer.Missing.Count;
        return new() { Samples = _before + added, Added = added, Faulty = _faulty.Count, Findings = [.. Findings()] };
    }

    // A first good sample says what sizes are right: one of the store, else the samples are read one by one up to it.
    private void Read(int[] missing, CancellationToken cancellationToken)
    {
        var begun = 0;
        var known = Enumerable.Range(0, _all.Length).Except(missing).FirstOrDefault(-1);
        if (known >= 0)
        {
            One(() => Compare(known));
        }
        else
        {
            for (var good = false; begun < missing.Length && !good; begun++) One(() => good = Take(missing[begun]));
        }

        if (begun < missing.Length)
            ParallelReading.Each(begun, missing.Length, _parts.Run.Threads, i => Take(missing[i]), _ => { }, cancellationToken);

        // On a thread like the others, so that no number depends on which one computed it.
        void One(Action work) => ParallelReading.Each(0, 1, 1, _ => work(), _ => { }, cancellationToken);
    }

    private bool Take(int place)
    {
        var sample = Load(place);
        if (sample is null)
        {
            _writer.MarkFaulty(place, _faulty[place]);
        }
        else
        {
            _writer.Store(place, sample);
            Interlocked.Add(ref _bytes, sample.Bytes);
        }

        Report(Interlocked.Increment(ref _done));
        return sample is not null;
    }

    private StoredSample? Load(int place)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        try
        {
            using var sample = _gate.Load(_all[place], _parts.Dataset.Info);
            return StoredSample.Of(sample, _parts.Dataset.Info);
        }
        catch (JobException exception)
        {
            _faulty[place] = exception.Findings;
            return null;
        }
    }

    // Data that changed since the store was begun would give one of two halves.
    private void Compare(int place)
    {
        var sample = Load(place);
        if (sample is null) throw new JobException(_faulty[place]);
        if (!_writer.Holds(place, sample)) throw new JobException(SampleDatabaseWriter.OtherContent(_path, _all[place].Id));
    }

    private void KeepTrial(IFeatureExtractor features)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var first = Enumerable.Range(0, _all.Length).Except(_writer.Missing).First();
        using var sample = _gate.Read(_all[first].Id);
        if (!sample.Tensors.TryGetValue(SampleKeys.Frames, out var frames) || features.Produces.All(sample.Tensors.ContainsKey)) return;
        long[] shape = [Math.Min(frames.shape[0], ExtractorProbe.MostFrames), .. frames.shape[1..]];
        var name = SampleGate.Named(features);
        _writer.SetExtractor(new(name, features.Produces, shape), ExtractorProbe.Describe(features, shape, _parts.Dataset.Info.FrameRate));
    }

    private void Report(int done, bool always = false)
    {
        var (last, now) = (Interlocked.Read(ref _reported), Stopwatch.GetTimestamp());
        if (!always && (Stopwatch.GetElapsedTime(last, now) < s_pause || Interlocked.CompareExchange(ref _reported, now, last) != last)) return;
        var left = _all.Length - _before - done;
        _parts.Events.Publish(new ProgressReported
        {
            Activity = "preparing samples",
            Done = _before + done,
            Total = _all.Length,
            Unit = "samples",
            Figures =
            [
                new("megabytes", Math.Round(Interlocked.Read(ref _bytes) / 1e6, 1)),
                new("seconds left", done == 0 ? double.NaN : Math.Round(Stopwatch.GetElapsedTime(_start, now).TotalSeconds / done * left)),
            ],
        });
    }

    private IEnumerable<Finding> Findings()
    {
        foreach (var finding in _faulty.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value))
            yield return finding with { Severity = FindingSeverity.Warning };
        if (_faulty.IsEmpty) yield break;
        yield return new()
        {
            Code = "CE0601",
            Severity = FindingSeverity.Note,
            Where = "dataset",
            What = $"{_faulty.Count} of {_all.Length} samples cannot be used and are not in the store",
            Fix = "Mend them and run the command again, which reads them once more.",
        };
    }

    private JobException Nothing()
    {
        const int shown = 20;
        var findings = _faulty.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value).Take(shown);
        return new([.. findings, new() { Code = "CE0602", Where = "dataset", What = $"None of the {_all.Length} samples could be read" }]);
    }
}
