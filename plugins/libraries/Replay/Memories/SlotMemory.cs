namespace PluginHost.Replay;

/// <summary>
/// A memory of equal places that samples compete for, whatever their class. A budget per class is that many times the classes of the
/// whole stream; bytes are turned into places as large as the largest exemplar so far, so that any choice of samples fits.
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
        _largest = (long?)state.Json["largest"] ?? throw new InvalidDataException("The saved state of the memory has no largest size.");
    }

    /// <summary>The number of places, with what arrives now taken into account.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="size">The size in bytes of the largest exemplar that arrives; asked for under a budget of bytes only.</param>
    /// <returns>At least 1.</returns>
    protected int Capacity(ILearningContext context, Func<long> size)
    {
        if (Budget.Total is { } total) return total;
        if (Budget.Bytes is not { } bytes) return Budget.ClassBudget!.Value * context.Samples.Dataset.Classes.Count;
        _largest = Math.Max(_largest, size());
        return (int)Math.Clamp(bytes / Math.Max(1, _largest), 1, int.MaxValue);
    }
}
