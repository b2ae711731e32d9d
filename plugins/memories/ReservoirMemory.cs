namespace PluginHost.Plugins.Memories;

/// <summary>Options of the reservoir.</summary>
public sealed class ReservoirMemoryOptions : BudgetOptions;

/// <summary>
/// Algorithm R (Vitter, 1985): the n-th sample that arrives is stored while there is room for M, and else takes a random place with
/// probability M / n. So at any time the memory is a uniform sample of all that arrived.
/// </summary>
/// <remarks>
/// With boundaries samples arrive once each, when their experience has ended; online each time they pass by. What happens to the n-th
/// depends on seed, n and M alone.
/// </remarks>
/// <param name="options">The options.</param>
[Component("reservoir")]
public sealed class ReservoirMemory(ReservoirMemoryOptions options) : OnlineSlotMemory(options)
{
    /// <inheritdoc/>
    protected override int Place(ILearningContext context, SampleInfo sample, int capacity)
    {
        if (Arrived <= capacity) return Exemplars.Count;
        var place = context.Random.Stream("memory.reservoir", Arrived).Next(checked((int)Arrived));
        return place < capacity ? place : -1;
    }
}
