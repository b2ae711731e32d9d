using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Replay;

/// <summary>A memory that ranks the samples of each class once, when the class has ended, and keeps a beginning of each
/// ranking.</summary>
/// <remarks>
/// Exemplars are listed class by class, in the order of labels. A class that comes again (in another domain, say) is ranked among the
/// samples that it brings, and the new list is mixed into the old one: each time that it came has an equal part of any beginning. The
/// memory needs boundaries.
/// </remarks>
/// <param name="budget">How much it may hold.</param>
public abstract class RankedMemory(BudgetOptions budget) : ExemplarMemory(budget)
{
    private readonly Dictionary<int, int> _times = [];

    /// <inheritdoc/>
    protected override bool SharesByClass => true;

    /// <inheritdoc/>
    public override void SaveState(StateBag state)
    {
        base.SaveState(state);
        state.Json["times"] = new JsonObject(
            _times.Select(pair => KeyValuePair.Create(pair.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)pair.Value)));
    }

    /// <inheritdoc/>
    public override void LoadState(StateBag state, ILearningContext context)
    {
        base.LoadState(state, context);
        if (state.Json["times"] is not JsonObject times)
            throw new InvalidDataException("The saved state of the memory does not say how often each class came.");
        _times.Clear();
        foreach (var (label, count) in times) _times[int.Parse(label, CultureInfo.InvariantCulture)] = (int)count!;
    }

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
            var order = rank(samples, Math.Min(samples.Length, Budget.MostPerClass));
            Exemplar[] ranked = [.. order.Select(index => new Exemplar { Sample = samples[index] })];
            var before = _times.GetValueOrDefault(ended.Key);
            classes[ended.Key] = Mixed(classes.GetValueOrDefault(ended.Key) ?? [], ranked, before);
            _times[ended.Key] = before + 1;
        }

        // Only a budget of bytes asks for sizes, which load the samples.
        var sized = Budget.Bytes is not null;
        long[][] sizes = [.. classes.Values.Select(exemplars => sized ? SizesOf(context, exemplars) : new long[exemplars.Length])];
        var counts = ClassQuota.Counts(Budget, sizes, Divisor(context, classes.Count));
        Hold(context, [.. classes.Values.SelectMany((exemplars, i) => exemplars.Take(counts[i]))]);
    }

    // After each exemplar of the new list come as many of the old one as it is made of lists.
    private static Exemplar[] Mixed(Exemplar[] old, Exemplar[] arriving, int times)
    {
        var ids = arriving.Select(exemplar => exemplar.Sample.Id).ToHashSet(StringComparer.Ordinal);
        var rest = new Queue<Exemplar>(old.Where(exemplar => !ids.Contains(exemplar.Sample.Id)));
        var mixed = new List<Exemplar>();
        foreach (var exemplar in arriving)
        {
            mixed.Add(exemplar);
            for (var i = 0; i < times && rest.Count > 0; i++) mixed.Add(rest.Dequeue());
        }

        return [.. mixed, .. rest];
    }

    private static long[] SizesOf(ILearningContext context, IEnumerable<Exemplar> exemplars) =>
        [.. exemplars.Select(exemplar => SizeOf(context, exemplar.Sample) + exemplar.Tensors.Values.Sum(TensorBytes.Of))];
}
