using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Replay;

/// <summary>
/// A ranked memory that also works online: each sample that passes by gets a priority, each class keeps those with the smallest, and
/// classes share the budget as those of a <see cref="RankedMemory"/> do. A sample that passes by again replaces itself.
/// </summary>
/// <remarks>
/// What a class has given up sets a bar: a sample with a larger priority is not stored later either, even where there is room again. So
/// what a class holds are the first of all that passed by, in the order of priorities. A job fills the memory at boundaries or online,
/// never both.
/// </remarks>
/// <param name="budget">How much it may hold.</param>
public abstract class OnlineRankedMemory(BudgetOptions budget) : RankedMemory(budget), IOnlineMemory
{
    private static readonly IReadOnlyDictionary<string, Tensor> s_none = new Dictionary<string, Tensor>(StringComparer.Ordinal);
    private readonly List<double> _priorities = [];
    private readonly Dictionary<int, double> _bars = [];

    /// <summary>How many samples have arrived online, the one under way included.</summary>
    public long Arrived { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="RunFailedException">The byte budget is smaller than the sample and its tensors.</exception>
    public bool Add(ILearningContext context, SampleInfo sample, IReadOnlyDictionary<string, Tensor> tensors)
    {
        if (_priorities.Count != Exemplars.Count)
            throw new InvalidOperationException("The memory was filled at a boundary before, so it cannot be filled online.");
        Arrived++;
        var size = FittingSize(context, sample, tensors);
        var priority = Priority(context, sample);
        Forget(sample);
        if (_bars.TryGetValue(sample.Label, out var bar) && priority >= bar) return false;
        var place = 0;
        while (place < Exemplars.Count && Before(place, sample.Label, priority)) place++;
        var arriving = new Exemplar { Sample = sample };
        Insert(place, arriving, size);
        _priorities.Insert(place, priority);
        Cut(context);
        place = PlaceOf(arriving, Math.Min(place, Exemplars.Count - 1));
        if (place < 0) return false;
        if (tensors.Count > 0) Replace(place, Stored(sample, tensors), size);
        return true;
    }

    /// <inheritdoc/>
    public override void SaveState(StateBag state)
    {
        base.SaveState(state);
        state.Json["arrived"] = Arrived;
        state.Json["priorities"] = new JsonArray([.. _priorities.Select(priority => (JsonNode)priority)]);
        state.Json["bars"] = new JsonObject(
            _bars.Select(pair => KeyValuePair.Create(pair.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)pair.Value)));
    }

    /// <inheritdoc/>
    public override void LoadState(StateBag state, ILearningContext context)
    {
        base.LoadState(state, context);
        if (state.Json["arrived"] is not { } arrived
            || state.Json["priorities"] is not JsonArray priorities
            || state.Json["bars"] is not JsonObject bars
            || (priorities.Count > 0 && priorities.Count != Exemplars.Count))
        {
            throw new InvalidDataException(
                "The saved state of the memory does not say what passed by: arrived, priorities or bars are wrong.");
        }

        Arrived = (long)arrived;
        _priorities.Clear();
        _priorities.AddRange(priorities.Select(node => (double)node!));
        _bars.Clear();
        foreach (var (label, bar) in bars) _bars[int.Parse(label, CultureInfo.InvariantCulture)] = (double)bar!;
    }

    /// <summary>The priority of a sample that arrives: within its class the smallest are kept.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="sample">The sample.</param>
    /// <returns>A finite number, different for different samples.</returns>
    protected abstract double Priority(ILearningContext context, SampleInfo sample);

    /// <inheritdoc/>
    protected sealed override void Take(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        if (Arrived > 0) throw new InvalidOperationException("The memory was filled online before, so it cannot be filled at a boundary.");
        base.Take(context, candidates);
    }

    /// <inheritdoc/>
    protected sealed override void TakePassing(ILearningContext context, Batch batch)
    {
        foreach (var sample in Passing(batch)) Add(context, sample, s_none);
    }

    private void Forget(SampleInfo sample)
    {
        for (var i = 0; i < Exemplars.Count; i++)
        {
            if (Exemplars[i].Sample.Id != sample.Id) continue;
            RemoveAt(i);
            _priorities.RemoveAt(i);
            return;
        }
    }

    private bool Before(int place, int label, double priority)
    {
        var own = Exemplars[place].Sample.Label;
        return own < label || (own == label && _priorities[place] <= priority);
    }

    // Only exemplars behind may have moved up, or classes before may have been cut.
    private int PlaceOf(Exemplar exemplar, int from)
    {
        while (from >= 0 && !ReferenceEquals(Exemplars[from], exemplar)) from--;
        return from;
    }

    private void Cut(ILearningContext context)
    {
        var firsts = new List<int>();
        for (var i = 0; i < Exemplars.Count; i++)
        {
            if (i == 0 || Exemplars[i].Sample.Label != Exemplars[i - 1].Sample.Label) firsts.Add(i);
        }

        long[] all = [.. Sizes];
        IReadOnlyList<long>[] sizes = [.. firsts.Select((first, i) => all[first..(i + 1 < firsts.Count ? firsts[i + 1] : all.Length)])];
        var counts = ClassQuota.Counts(Budget, sizes, Divisor(context, sizes.Length));
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            for (var place = firsts[i] + sizes[i].Count - 1; place >= firsts[i] + counts[i]; place--)
            {
                var label = Exemplars[place].Sample.Label;
                _bars[label] = Math.Min(_bars.GetValueOrDefault(label, double.PositiveInfinity), _priorities[place]);
                RemoveAt(place);
                _priorities.RemoveAt(place);
            }
        }
    }
}
