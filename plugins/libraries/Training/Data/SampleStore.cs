using System.Collections.Concurrent;

namespace PluginHost.Training;

/// <summary>
/// Keeps samples that came through a <see cref="SampleGate"/> as long as they fit a cap of bytes: the data set's, with the extractor's
/// features, and with the pictures where the model sees them. The longest unused ones go first. Safe for several threads.
/// </summary>
/// <param name="dataset">The data set, prepared.</param>
/// <param name="classNames">Class names by label, in the order of the stream.</param>
/// <param name="features">The extractor, if the job has one.</param>
/// <param name="capacity">The bytes that the samples kept may take, counted by <see cref="CostOf"/>; 0 to keep none.</param>
/// <param name="task">The task, if it is to look at each sample.</param>
/// <param name="record">Takes note of what the samples hold, if the run can be resumed.</param>
/// <param name="calls">The calls under way, if the run is watched.</param>
/// <param name="keepFrames">Whether pictures stay in a sample beside the extractor's features.</param>
public sealed class SampleStore(
    IDataset dataset,
    IReadOnlyList<string> classNames,
    IFeatureExtractor? features,
    long capacity,
    ITask? task = null,
    SampleRecord? record = null,
    CallTrace? calls = null,
    bool keepFrames = false) : ISampleSource, IDisposable
{
    private const long CollectAfterBytes = 256L << 20;
    private const long OverheadBytes = 1024;
    private readonly Lock _lock = new();
    private readonly SampleGate _gate = new(dataset, features, task, record, calls, keepFrames);
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recent = new();
    private long _keptBytes;
    private long _largestBytes;
    private long _droppedBytes;

    /// <summary>The bytes that the samples kept take.</summary>
    public long KeptBytes
    {
        get
        {
            lock (_lock) return _keptBytes;
        }
    }

    /// <inheritdoc/>
    public DatasetInfo Dataset { get; } = dataset.Info with { Classes = classNames, TensorClasses = dataset.Info.Classes };

    /// <summary>Whether one more sample could be kept without another one going for it.</summary>
    internal bool HasRoom
    {
        get
        {
            lock (_lock) return _keptBytes + _largestBytes < capacity;
        }
    }

    /// <summary>What a sample counts for: its tensors and texts, and a kilobyte for all that is around them.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>Bytes.</returns>
    public static long CostOf(Sample sample) => sample.Bytes + OverheadBytes;

    /// <summary>Loads a sample as <see cref="Get"/> does the first time, and keeps it while there is room: no other one goes for it.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="look">Looks at it and leaves it as it is; <see langword="null"/> for nobody.</param>
    /// <exception cref="JobException">It cannot be used.</exception>
    public void Try(SampleInfo sample, Action<Sample>? look = null)
    {
        if (HasRoom)
        {
            var kept = Get(sample);
            look?.Invoke(kept);
            return;
        }

        using var loaded = _gate.Load(sample, Dataset);
        look?.Invoke(loaded);
    }

    /// <inheritdoc/>
    /// <exception cref="JobException">It cannot be used.</exception>
    public Sample Get(SampleInfo sample)
    {
        Entry entry;
        lock (_lock)
        {
            if (_entries.TryGetValue(sample.Id, out var node))
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
            }
            else
            {
                node = _recent.AddFirst(new Entry(sample.Id, new(() => _gate.Load(sample, Dataset))));
                _entries[sample.Id] = node;
            }

            entry = node.Value;
            if (entry.Cost > 0) return entry.Sample.Value;
        }

        try
        {
            var loaded = entry.Sample.Value;
            Count(entry, CostOf(loaded));
            return loaded;
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
        if (record is null) return;
        string[] ids = [.. record.Known.Where(_gate.Lists)];
        var changed = new ConcurrentBag<string>();
        ParallelReading.Each(0, ids.Length, threads, Compare, Report, cancellationToken);
        Report(ids.Length);
        if (!changed.IsEmpty) throw new JobException(SampleRecord.Changed([.. changed]));

        void Compare(int place)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            using var sample = _gate.Read(ids[place]);
            if (record.Observe(sample) is { } other) changed.Add(other);
        }

        void Report(int done) =>
            events.Publish(new ProgressReported { Activity = "comparing samples", Done = done, Total = ids.Length, Unit = "samples" });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _recent.Where(entry => entry.Sample.IsValueCreated)) entry.Sample.Value.Dispose();
            _recent.Clear();
            _entries.Clear();
            _keptBytes = 0;
        }
    }

    // What a sample costs is known when it has been loaded; it may have gone by then.
    private void Count(Entry entry, long cost)
    {
        lock (_lock)
        {
            if (entry.Cost > 0) return;
            entry.Cost = cost;
            _largestBytes = Math.Max(_largestBytes, cost);
            if (_entries.TryGetValue(entry.Id, out var node) && node.Value == entry) _keptBytes += cost;
            else _droppedBytes += cost;
            Trim();
        }
    }

    // An evicted sample may still be in use by another thread, so it is left to the collector, which is called when much has been
    // dropped.
    private void Trim()
    {
        while (_keptBytes > capacity)
        {
            var last = _recent.Last!.Value;
            _recent.RemoveLast();
            _entries.Remove(last.Id);
            _keptBytes -= last.Cost;
            _droppedBytes += last.Cost;
        }

        if (_droppedBytes < CollectAfterBytes) return;
        _droppedBytes = 0;
        GC.Collect();
    }

    private void Forget(string id)
    {
        lock (_lock)
        {
            if (!_entries.Remove(id, out var node)) return;
            _recent.Remove(node);
            _keptBytes -= node.Value.Cost;
        }
    }

    private sealed class Entry(string id, Lazy<Sample> sample)
    {
        public string Id => id;

        public Lazy<Sample> Sample => sample;

        // 0 until the sample has been loaded.
        public long Cost { get; set; }
    }
}
