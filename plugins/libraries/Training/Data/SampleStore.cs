using System.Collections.Concurrent;

namespace PluginHost.Training;

/// <summary>
/// Keeps a bounded number of the samples that came through a <see cref="SampleGate"/>: the data set's, with the extractor's features and
/// without the pictures. Safe for several threads.
/// </summary>
/// <param name="dataset">The data set, prepared.</param>
/// <param name="classNames">Class names by label, in the order of the stream.</param>
/// <param name="features">The extractor, if the job has one.</param>
/// <param name="capacity">How many loaded samples are kept.</param>
/// <param name="task">The task, if it is to look at each sample.</param>
/// <param name="record">Takes note of what the samples hold, if the run can be resumed.</param>
/// <param name="calls">The calls under way, if the run is watched.</param>
public sealed class SampleStore(
    IDataset dataset,
    IReadOnlyList<string> classNames,
    IFeatureExtractor? features,
    int capacity,
    ITask? task = null,
    SampleRecord? record = null,
    CallTrace? calls = null) : ISampleSource, IDisposable
{
    private const long CollectAfterBytes = 256L << 20;
    private readonly Lock _lock = new();
    private readonly SampleGate _gate = new(dataset, features, task, record, calls);
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recent = new();
    private long _droppedBytes;

    /// <summary>How many loaded samples are kept.</summary>
    public int Capacity => capacity;

    /// <inheritdoc/>
    public DatasetInfo Dataset { get; } = dataset.Info with { Classes = classNames };

    /// <summary>Loads a sample as <see cref="Get"/> does the first time, and keeps nothing of it.</summary>
    /// <param name="sample">The sample.</param>
    /// <exception cref="JobException">It cannot be used.</exception>
    public void Try(SampleInfo sample)
    {
        using var loaded = _gate.Load(sample, Dataset);
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
        }
    }

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
        lock (_lock)
        {
            if (!_entries.Remove(id, out var node)) return;
            _recent.Remove(node);
        }
    }

    private sealed record Entry(string Id, Lazy<Sample> Sample);
}
