namespace PluginHost.Exemplars;

/// <summary>A memory that ranks the samples of each class once, when the class has ended, and keeps a beginning of each ranking.</summary>
/// <param name="budget">How much it may hold.</param>
public abstract class RankedMemory(BudgetOptions budget) : ExemplarMemory(budget)
{
    /// <summary>Prepares to rank: computes what all classes that ended need, in one go.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="candidates">All training samples of the classes that ended.</param>
    /// <returns>
    /// Ranks one class: takes its samples and how many of them are wanted at most, and returns that many of their indices, the one to keep
    /// longest first.
    /// </returns>
    protected abstract Func<SampleInfo[], int, int[]> Ranking(ILearningContext context, IReadOnlyList<SampleInfo> candidates);

    /// <summary>The number of classes that share a total budget: by default those seen so far.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="seen">Classes with exemplars.</param>
    /// <returns>At least <paramref name="seen"/>.</returns>
    protected virtual int Divisor(ILearningContext context, int seen) => seen;

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SampleInfo> Select(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        var rank = Ranking(context, candidates);
        var classes = new SortedDictionary<int, List<SampleInfo>>();
        foreach (var held in Exemplars.Select(exemplar => exemplar.Sample).GroupBy(sample => sample.Label)) classes[held.Key] = [.. held];
        foreach (var ended in candidates.GroupBy(sample => sample.Label))
        {
            var samples = ended.ToArray();
            classes[ended.Key] = [.. rank(samples, Math.Min(samples.Length, Budget.MostPerClass)).Select(index => samples[index])];
        }

        ClassQuota.Cut(Budget, [.. classes.Values], Divisor(context, classes.Count), sample => SizeOf(context, sample));
        return [.. classes.Values.SelectMany(samples => samples)];
    }
}
