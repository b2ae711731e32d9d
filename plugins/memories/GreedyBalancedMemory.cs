namespace PluginHost.Plugins.Memories;

/// <summary>Options of the greedy balanced memory.</summary>
public sealed class GreedyBalancedMemoryOptions : BudgetOptions;

/// <summary>
/// The greedy balancing sampler of GDumb (Prabhu et al., ECCV 2020, Algorithm 1): while there is room every sample is stored; then one whose
/// class holds less than M / classes seen takes the place of a random sample of the largest class, and others pass by.
/// </summary>
/// <remarks>
/// Of several largest classes the smallest label gives way. What happens to the n-th sample depends on seed, n and what is stored.
/// </remarks>
/// <param name="options">The options.</param>
[Component("greedy-balanced")]
public sealed class GreedyBalancedMemory(GreedyBalancedMemoryOptions options) : OnlineSlotMemory(options)
{
    /// <inheritdoc/>
    protected override int Place(ILearningContext context, SampleInfo sample, int capacity)
    {
        if (Exemplars.Count < capacity) return Exemplars.Count;
        var held = Exemplars.Select((exemplar, place) => (exemplar.Sample.Label, Place: place))
            .ToLookup(each => each.Label, each => each.Place);
        var classes = held.Count + (held.Contains(sample.Label) ? 0 : 1);
        if ((long)held[sample.Label].Count() * classes >= capacity) return -1;
        int[] largest = [.. held.OrderByDescending(own => own.Count()).ThenBy(own => own.Key).First()];
        return largest[context.Random.Stream("memory.greedy-balanced", Arrived).Next(largest.Length)];
    }
}
