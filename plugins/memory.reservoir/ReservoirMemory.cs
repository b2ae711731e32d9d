namespace PluginHost.Plugins.ReservoirMemory;

/// <summary>
/// Algorithm R (Vitter, 1985): the n-th sample that arrives is stored while there is room for M, and else takes a random place with
/// probability M / n. So at any time the memory is a uniform sample of all that arrived.
/// </summary>
/// <remarks>Samples arrive once each, when their class has ended. What happens to the n-th depends on seed, n and M alone.</remarks>
/// <param name="options">The options.</param>
public sealed class ReservoirMemory(ReservoirMemoryOptions options) : SlotMemory(options)
{
    private int _arrived;

    /// <inheritdoc/>
    public override void SaveState(StateBag state)
    {
        base.SaveState(state);
        state.Json["arrived"] = _arrived;
    }

    /// <inheritdoc/>
    public override void LoadState(StateBag state, ILearningContext context)
    {
        base.LoadState(state, context);
        _arrived = (int?)state.Json["arrived"]
            ?? throw new InvalidDataException("The saved state of the reservoir has no count of samples.");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SampleInfo> Select(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        var capacity = Capacity(context, candidates);
        var slots = Exemplars.Select(exemplar => exemplar.Sample).ToList();
        var shrink = context.Random.Stream("memory.reservoir.shrink", _arrived);
        while (slots.Count > capacity) slots.RemoveAt(shrink.Next(slots.Count));
        foreach (var sample in candidates)
        {
            _arrived++;
            if (_arrived <= capacity)
            {
                slots.Add(sample);
                continue;
            }

            var place = context.Random.Stream("memory.reservoir", _arrived).Next(_arrived);
            if (place < slots.Count) slots[place] = sample;
        }

        return slots;
    }
}
