namespace PluginHost.Exemplars;

/// <summary>
/// A memory of equal places that samples compete for, whatever their class. A budget per class is that many times the classes of the whole
/// stream; bytes are turned into places as large as the largest sample so far, so that any choice of samples fits.
/// </summary>
/// <param name="budget">How much it may hold.</param>
public abstract class SlotMemory(BudgetOptions budget) : ExemplarMemory(budget)
{
    private long _largest;

    /// <inheritdoc/>
    public override void SaveState(StateBag state)
    {
        base.SaveState(state);
        state.Json["largest"] = _largest;
    }

    /// <inheritdoc/>
    public override void LoadState(StateBag state, ILearningContext context)
    {
        base.LoadState(state, context);
        _largest = (long?)state.Json["largest"] ?? 0;
    }

    /// <summary>The number of places, with samples that arrive now taken into account.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="candidates">The samples that arrive.</param>
    /// <returns>At least 1.</returns>
    protected int Capacity(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        if (Budget.Total is { } total) return total;
        if (Budget.Bytes is not { } bytes) return Budget.ClassBudget!.Value * context.Stream.ClassNames.Count;
        foreach (var sample in candidates) _largest = Math.Max(_largest, SizeOf(context, sample));
        return (int)Math.Min(int.MaxValue, bytes / Math.Max(1, _largest));
    }
}
