namespace PluginHost.Training;

/// <summary>
/// Loads samples, adds the extractor's features to those that lack them, drops the pictures and keeps a bounded number. Safe for several
/// threads.
/// </summary>
/// <param name="dataset">The data set, prepared.</param>
/// <param name="classNames">Class names by label, in the order of the stream.</param>
/// <param name="features">The extractor, if the job has one.</param>
/// <param name="capacity">How many loaded samples are kept.</param>
/// <param name="record">Takes note of what the samples hold.</param>
/// <param name="calls">The calls under way.</param>
public sealed class SampleStore(
    IDataset dataset,
    IReadOnlyList<string> classNames,
    IFeatureExtractor? features,
    int capacity,
    SampleRecord record,
    CallTrace calls) : ISampleSource, IDisposable
{
    // The data set's own handles: a benchmark changes labels, never ids.
    private readonly Dictionary<string, SampleInfo> _originals = Enum.GetValues<Split>()
        .SelectMany(dataset.Samples).ToDictionary(sample => sample.Id, StringComparer.Ordinal);

    private const long CollectAfterBytes = 256L << 20;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recent = new();
    private long _droppedBytes;

    /// <inheritdoc/>
    public DatasetInfo Dataset { get; } = dataset.Info with { Classes = classNames };

    /// <inheritdoc/>
    public Sample Get(SampleInfo sample)
    {
        Entry entry;
        lock (_gate)
        {
            if (_entries.TryGetValue(sample.Id, out var node))
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
            }
            else
            {
                node = _recent.AddFirst(new Entry(sample.Id, new(() => Load(sample))));
                _entries[sample.Id] = node;
                Trim();
            }

            entry = node.Value;
        }

        try
        {
            return entry.Sample.Value;
        }
        catch
        {
            Forget(sample.Id);
            throw;
        }
    }

    /// <summary>Reads samples once more and compares them with what they held before the run was stopped.</summary>
    /// <param name="threads">How many threads read.</param>
    /// <param name="events">Takes progress.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="JobException">Some hold something else; all of them are named.</exception>
    public void Compare(int threads, IRunEvents events, CancellationToken cancellationToken)
    {
        string[] ids = [.. record.Known.Where(_originals.ContainsKey)];
        var changed = new System.Collections.Concurrent.ConcurrentBag<string>();
        var done = 0;
        Parallel.ForEach(ids, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, id =>
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            using var sample = Read(id);
            if (record.Observe(sample) is { } other) changed.Add(other);
            var count = Interlocked.Increment(ref done);
            if (count % 64 != 0 && count != ids.Length) return;
            events.Publish(new ProgressReported { Activity = "comparing samples", Done = count, Total = ids.Length, Unit = "samples" });
        });
        if (!changed.IsEmpty) throw new JobException(SampleRecord.Changed([.. changed]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var entry in _recent.Where(entry => entry.Sample.IsValueCreated)) entry.Sample.Value.Dispose();
            _recent.Clear();
            _entries.Clear();
        }
    }

    private Sample Load(SampleInfo sample)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var loaded = Read(sample.Id);
        record.Note(loaded);
        var tensors = new Dictionary<string, Tensor>(loaded.Tensors, StringComparer.Ordinal);
        if (features is not null && tensors.TryGetValue(SampleKeys.Frames, out var frames))
        {
            if (features.Produces.Any(key => !tensors.ContainsKey(key)))
            {
                var extracted = calls.Do(features, nameof(IFeatureExtractor.Extract), () => features.Extract(frames, Dataset.FrameRate));
                foreach (var (key, tensor) in extracted)
                {
                    if (!tensors.TryAdd(key, tensor)) tensor.Dispose();
                }
            }

            tensors.Remove(SampleKeys.Frames);
            frames.Dispose();
        }

        return new(sample, tensors, loaded.Texts);
    }

    private Sample Read(string id) => calls.Do(dataset, nameof(IDataset.Load), () => dataset.Load(_originals[id]));

    // An evicted sample may still be in use by another thread, so it is left to the collector, which is called when much has been
    // dropped.
    private void Trim()
    {
        while (_recent.Count > capacity)
        {
            var last = _recent.Last!.Value;
            _recent.RemoveLast();
            _entries.Remove(last.Id);
            if (last.Sample.IsValueCreated) _droppedBytes += last.Sample.Value.Bytes;
        }

        if (_droppedBytes < CollectAfterBytes) return;
        _droppedBytes = 0;
        GC.Collect();
    }

    private void Forget(string id)
    {
        lock (_gate)
        {
            if (!_entries.Remove(id, out var node)) return;
            _recent.Remove(node);
        }
    }

    private sealed record Entry(string Id, Lazy<Sample> Sample);
}
