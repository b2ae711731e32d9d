namespace PluginHost.Training;

/// <summary>
/// Loads samples, adds the extractor's features to those that lack them, drops the pictures and keeps a bounded number. Safe for several
/// threads.
/// </summary>
/// <param name="dataset">The data set, prepared.</param>
/// <param name="classNames">Class names by label, in the order of the stream.</param>
/// <param name="features">The extractor, if the job has one.</param>
/// <param name="capacity">How many loaded samples are kept.</param>
public sealed class SampleStore(IDataset dataset, IReadOnlyList<string> classNames, IFeatureExtractor? features, int capacity)
    : ISampleSource, IDisposable
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
        var loaded = dataset.Load(_originals[sample.Id]);
        var tensors = new Dictionary<string, Tensor>(loaded.Tensors, StringComparer.Ordinal);
        if (features is not null && tensors.TryGetValue(SampleKeys.Frames, out var frames))
        {
            if (features.Produces.Any(key => !tensors.ContainsKey(key)))
            {
                foreach (var (key, tensor) in features.Extract(frames, Dataset.FrameRate))
                {
                    if (!tensors.TryAdd(key, tensor)) tensor.Dispose();
                }
            }

            tensors.Remove(SampleKeys.Frames);
            frames.Dispose();
        }

        return new(sample, tensors, loaded.Texts);
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
        lock (_gate)
        {
            if (!_entries.Remove(id, out var node)) return;
            _recent.Remove(node);
        }
    }

    private sealed record Entry(string Id, Lazy<Sample> Sample);
}
