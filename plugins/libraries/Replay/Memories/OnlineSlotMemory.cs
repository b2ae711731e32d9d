namespace PluginHost.Replay;

/// <summary>
/// A memory of places that samples compete for one by one as they arrive: each takes a free place, takes that of another or passes by.
/// What happens to the n-th depends on what the rule makes of n alone, so a run goes on exactly after any of them.
/// </summary>
/// <remarks>
/// Samples arrive on one way of three: an experience that ended brings all of its own, once each; without boundaries each batch brings
/// the samples that its items were drawn for; and a strategy that fills the memory itself offers them with <see cref="Add"/>.
/// </remarks>
/// <param name="budget">How much it may hold.</param>
public abstract class OnlineSlotMemory(BudgetOptions budget) : SlotMemory(budget), ICompactMemory
{
    private static readonly IReadOnlyDictionary<string, Tensor> s_none = new Dictionary<string, Tensor>(StringComparer.Ordinal);

    /// <summary>How many samples have arrived, the one under way included.</summary>
    public long Arrived { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="RunFailedException">The byte budget is smaller than the sample and its tensors.</exception>
    public bool Add(ILearningContext context, SampleInfo sample, IReadOnlyDictionary<string, Tensor> tensors) =>
        Offer(context, sample, tensors, whole: true);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no tensors.</exception>
    /// <exception cref="RunFailedException">The byte budget is smaller than the tensors.</exception>
    public bool AddCompact(ILearningContext context, SampleInfo sample, IReadOnlyDictionary<string, Tensor> tensors) => tensors.Count > 0
        ? Offer(context, sample, tensors, whole: false)
        : throw new ArgumentException("Nothing would be kept of the sample: give tensors.", nameof(tensors));

    /// <inheritdoc/>
    public override void SaveState(StateBag state)
    {
        base.SaveState(state);
        state.Json["arrived"] = Arrived;
    }

    /// <inheritdoc/>
    public override void LoadState(StateBag state, ILearningContext context)
    {
        base.LoadState(state, context);
        Arrived = (long?)state.Json["arrived"] ?? throw new InvalidDataException("The saved state of the memory has no count of samples.");
    }

    /// <summary>Says which place the sample that arrives takes.</summary>
    /// <param name="context">The learning context; random rules derive a stream with <see cref="Arrived"/>.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="capacity">The number of places; those below the number of exemplars are taken.</param>
    /// <returns>A place from 0; it is appended if that is not taken, and not stored if there is no such place.</returns>
    protected abstract int Place(ILearningContext context, SampleInfo sample, int capacity);

    /// <summary>Says which exemplar goes when larger ones leave fewer places.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>Its place; by default a random one.</returns>
    protected virtual int Dropped(ILearningContext context, int count) =>
        context.Random.Stream("memory.shrink", Arrived, count).Next(count);

    /// <inheritdoc/>
    protected sealed override void Take(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        foreach (var sample in candidates) Add(context, sample, s_none);
    }

    /// <inheritdoc/>
    protected sealed override void TakePassing(ILearningContext context, Batch batch)
    {
        foreach (var sample in Passing(batch)) Add(context, sample, s_none);
    }

    private bool Offer(ILearningContext context, SampleInfo sample, IReadOnlyDictionary<string, Tensor> tensors, bool whole)
    {
        Arrived++;
        var size = new Lazy<long>(() => FittingSize(context, sample, tensors, whole));
        var capacity = Capacity(context, () => size.Value);
        while (Exemplars.Count > capacity) RemoveAt(Dropped(context, Exemplars.Count));
        var place = Place(context, sample, capacity);
        if (place < 0 || place >= capacity) return false;
        if (place < Exemplars.Count) Replace(place, Stored(sample, tensors, whole), size.Value);
        else Insert(Exemplars.Count, Stored(sample, tensors, whole), size.Value);
        return true;
    }
}
