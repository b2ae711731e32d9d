namespace PluginHost.Replay;

/// <summary>
/// A memory of exemplars within a budget: their list, their tensors, their size, their state. What to keep is up to the derived class.
/// </summary>
/// <remarks>
/// Most rules derive from <see cref="RankedMemory"/> (an order within each class), <see cref="FeatureMemory"/> (an order by features),
/// <see cref="OnlineSlotMemory"/> (places that passing samples compete for) or <see cref="OnlineRankedMemory"/>.
/// </remarks>
/// <param name="budget">How much it may hold.</param>
public abstract class ExemplarMemory(BudgetOptions budget) : IMemory, IDisposable
{
    private readonly List<Exemplar> _exemplars = [];
    private readonly List<long> _sizes = [];
    private bool _checked;

    /// <inheritdoc/>
    public IReadOnlyList<Exemplar> Exemplars => _exemplars;

    /// <inheritdoc/>
    public long Bytes { get; private set; }

    /// <summary>How much it may hold.</summary>
    protected BudgetOptions Budget => budget;

    /// <summary>The size of each exemplar in bytes: its sample as loaded and its tensors.</summary>
    protected IReadOnlyList<long> Sizes => _sizes;

    /// <inheritdoc/>
    /// <remarks>Of each class the first sample is loaded where the budget is bytes.</remarks>
    public virtual IEnumerable<Finding> Check(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        if (budget.Bytes is not { } bytes) return [];
        var sizes = candidates.DistinctBy(sample => sample.Labels.Count > 0 ? sample.Label : -1)
            .Select(sample => (Sample: sample, Size: SizeOf(context, sample))).ToArray();
        if (sizes.Length == 0) return [];
        var largest = sizes.MaxBy(each => each.Size);
        if (largest.Size > bytes)
        {
            return [Short("MEM0003", FindingSeverity.Error, largest.Size,
                $"The budget of {bytes} bytes is smaller than one exemplar: sample '{largest.Sample.Id}' takes {largest.Size} bytes")];
        }

        var needed = sizes.Sum(each => each.Size);
        return needed <= bytes ? [] : [Short("MEM0004", SharesByClass ? FindingSeverity.Error : FindingSeverity.Warning, needed,
            $"The budget of {bytes} bytes cannot hold an exemplar of each of the stream's {sizes.Length} classes: they take {needed} bytes")];
    }

    /// <inheritdoc/>
    /// <exception cref="RunFailedException">The byte budget is smaller than one of the samples.</exception>
    public void Update(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        if (budget.Bytes is not null)
        {
            foreach (var sample in candidates) CheckFits(sample, SizeOf(context, sample));
        }

        Take(context, candidates);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Looks at the first sample that passes by, so that a byte budget below one exemplar ends the run at its beginning. In a stream
    /// without boundaries the batch is what there is to take in.
    /// </remarks>
    /// <exception cref="RunFailedException">The byte budget is smaller than the sample, or the memory needs boundaries.</exception>
    public virtual void Update(ILearningContext context, Batch batch)
    {
        if (!_checked && budget.Bytes is not null) CheckFits(batch.RowSources[0].Sample, SizeOf(context, batch.RowSources[0].Sample));
        _checked = true;
        if (!context.Boundaries) TakePassing(context, batch);
    }

    /// <summary>Whether every class is to have exemplars, so that a budget below one a class is an error and no warning.</summary>
    protected virtual bool SharesByClass => false;

    /// <inheritdoc/>
    public virtual void SaveState(StateBag state) => ExemplarState.Save(_exemplars, state);

    /// <inheritdoc/>
    public virtual void LoadState(StateBag state, ILearningContext context)
    {
        var restored = ExemplarState.Load(state);
        Hold(context, restored);
    }

    /// <summary>Frees the tensors of all exemplars.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what is held.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var exemplar in _exemplars) Free(exemplar);
        _exemplars.Clear();
        _sizes.Clear();
        Bytes = 0;
    }

    /// <summary>Takes in the experience that has just ended, with boundaries.</summary>
    /// <param name="context">The learning context; the model is the best of the experience before.</param>
    /// <param name="candidates">All its training samples, each within a byte budget.</param>
    protected abstract void Take(ILearningContext context, IReadOnlyList<SampleInfo> candidates);

    /// <summary>Takes in a training batch in a stream without boundaries. A memory that needs boundaries ends the run.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="batch">The batch, before its step.</param>
    /// <exception cref="RunFailedException">The memory needs boundaries.</exception>
    protected virtual void TakePassing(ILearningContext context, Batch batch) => throw new RunFailedException(
        "The stream tells no boundaries, and the job's memory takes samples in when an experience has ended, so it would stay empty. "
        + "Choose a memory that works online, such as reservoir, ring-buffer or class-balanced.");

    /// <summary>The items' own samples in a batch, without those from memory. A mixture's partners are brought by other items.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>The samples in the order of the items.</returns>
    protected static IEnumerable<SampleInfo> Passing(Batch batch) =>
        batch.Draws.Select(draw => draw.Sources[0]).Where(source => !source.FromMemory).Select(source => source.Sample);

    /// <summary>The size of a sample as loaded, in bytes.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="sample">The sample.</param>
    /// <returns>The size.</returns>
    protected static long SizeOf(ILearningContext context, SampleInfo sample) => context.Samples.Get(sample).Bytes;

    /// <summary>The size of an exemplar in bytes: its sample as loaded and the tensors to store with it.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="whole">Whether the sample is stored; else the tensors alone.</param>
    /// <returns>The size, at most the byte budget.</returns>
    /// <exception cref="RunFailedException">It is above the byte budget.</exception>
    protected long FittingSize(
        ILearningContext context, SampleInfo sample, IReadOnlyDictionary<string, Tensor> tensors, bool whole = true)
    {
        var size = (whole ? SizeOf(context, sample) : 0) + tensors.Values.Sum(TensorBytes.Of);
        CheckFits(sample, size);
        return size;
    }

    /// <summary>Makes an exemplar with copies of tensors on the CPU, which the memory then owns.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="tensors">The tensors to copy, on any device.</param>
    /// <param name="whole">Whether the sample is stored; else the tensors alone.</param>
    /// <returns>The exemplar.</returns>
    protected static Exemplar Stored(SampleInfo sample, IReadOnlyDictionary<string, Tensor> tensors, bool whole = true) =>
        tensors.Count == 0 ? new() { Sample = sample } : new() { Sample = sample, Tensors = ExemplarState.Copies(tensors), Whole = whole };

    /// <summary>Holds other exemplars from now on. The tensors of those no longer held are freed.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="exemplars">The exemplars; may contain some that are held already.</param>
    protected void Hold(ILearningContext context, IReadOnlyList<Exemplar> exemplars)
    {
        var known = new Dictionary<Exemplar, long>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < _exemplars.Count; i++) known[_exemplars[i]] = _sizes[i];
        long[] sizes =
        [
            .. exemplars.Select(exemplar => known.Remove(exemplar, out var size)
                ? size
                : (exemplar.Whole ? SizeOf(context, exemplar.Sample) : 0) + exemplar.Tensors.Values.Sum(TensorBytes.Of)),
        ];
        foreach (var gone in known.Keys) Free(gone);
        _exemplars.Clear();
        _exemplars.AddRange(exemplars);
        _sizes.Clear();
        _sizes.AddRange(sizes);
        Bytes = sizes.Sum();
    }

    /// <summary>Puts an exemplar before a place of the list.</summary>
    /// <param name="place">The place, from 0; the number of exemplars to append it.</param>
    /// <param name="exemplar">The exemplar.</param>
    /// <param name="size">Its size in bytes.</param>
    protected void Insert(int place, Exemplar exemplar, long size)
    {
        _exemplars.Insert(place, exemplar);
        _sizes.Insert(place, size);
        Bytes += size;
    }

    /// <summary>Puts an exemplar in the place of another one, whose tensors are freed.</summary>
    /// <param name="place">The place, from 0.</param>
    /// <param name="exemplar">The exemplar.</param>
    /// <param name="size">Its size in bytes.</param>
    protected void Replace(int place, Exemplar exemplar, long size)
    {
        if (!ReferenceEquals(_exemplars[place], exemplar)) Free(_exemplars[place]);
        Bytes += size - _sizes[place];
        _exemplars[place] = exemplar;
        _sizes[place] = size;
    }

    /// <summary>Gives an exemplar up and frees its tensors.</summary>
    /// <param name="place">Its place, from 0.</param>
    protected void RemoveAt(int place)
    {
        Free(_exemplars[place]);
        Bytes -= _sizes[place];
        _exemplars.RemoveAt(place);
        _sizes.RemoveAt(place);
    }

    private static void Free(Exemplar exemplar)
    {
        foreach (var tensor in exemplar.Tensors.Values) tensor.Dispose();
    }

    private static Finding Short(string code, FindingSeverity severity, long least, string what) => new()
    {
        Code = code,
        Severity = severity,
        Where = "memory.options.bytes",
        What = what,
        Expected = $"at least {least} bytes",
        Fix = "Raise it, or give the budget as perClass or total.",
    };

    private void CheckFits(SampleInfo sample, long size)
    {
        if (budget.Bytes is not { } bytes || size <= bytes) return;
        throw new RunFailedException(
            $"The memory's budget of {bytes} bytes is smaller than one exemplar: sample '{sample.Id}' takes {size} bytes. "
            + $"Set memory.options.bytes to at least {size}, or give the budget as perClass or total.");
    }
}
