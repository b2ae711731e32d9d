namespace PluginHost.Replay;

/// <summary>A memory that ranks the samples of each class once, when the class has ended, and keeps a beginning of each
/// ranking.</summary>
/// <remarks>
/// Exemplars are listed class by class, in the order of labels. A class that comes again is ranked anew, among the samples of the
/// experience that brought it. The memory needs boundaries.
/// </remarks>
/// <param name="budget">How much it may hold.</param>
public abstract class RankedMemory(BudgetOptions budget) : ExemplarMemory(budget)
{
    /// <summary>Prepares to rank: computes what all classes that ended need, in one go.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="candidates">All training samples of the classes that ended.</param>
    /// <returns>
    /// Ranks one class: takes its samples and how many of them are wanted at most, and returns that many of their indices, the one to
    /// keep longest first.
    /// </returns>
    protected abstract Func<SampleInfo[], int, int[]> Ranking(ILearningContext context, IReadOnlyList<SampleInfo> candidates);

    /// <summary>The number of classes that share a total budget: by default those seen so far.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="seen">Classes with exemplars.</param>
    /// <returns>At least <paramref name="seen"/>.</returns>
    protected virtual int Divisor(ILearningContext context, int seen) => seen;

    /// <inheritdoc/>
    protected override void Take(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        var rank = Ranking(context, candidates);
        var classes = new SortedDictionary<int, Exemplar[]>();
        foreach (var held in Exemplars.GroupBy(exemplar => exemplar.Sample.Label)) classes[held.Key] = [.. held];
        foreach (var ended in candidates.GroupBy(sample => sample.Label))
        {
            var samples = ended.ToArray();
            classes[ended.Key] =
                [.. rank(samples, Math.Min(samples.Length, Budget.MostPerClass)).Select(index => new Exemplar { Sample = samples[index] })];
        }

        // Only a budget of bytes asks for sizes, which load the samples.
        var sized = Budget.Bytes is not null;
        long[][] sizes = [.. classes.Values.Select(exemplars => sized ? SizesOf(context, exemplars) : new long[exemplars.Length])];
        var counts = ClassQuota.Counts(Budget, sizes, Divisor(context, classes.Count));
        Hold(context, [.. classes.Values.SelectMany((exemplars, i) => exemplars.Take(counts[i]))]);
    }

    private static long[] SizesOf(ILearningContext context, IEnumerable<Exemplar> exemplars) =>
        [.. exemplars.Select(exemplar => SizeOf(context, exemplar.Sample) + exemplar.Tensors.Values.Sum(TensorBytes.Of))];
}
