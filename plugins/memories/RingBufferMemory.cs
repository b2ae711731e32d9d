using System.Text.Json.Nodes;

namespace PluginHost.Plugins.Memories;

/// <summary>Options of the ring buffer.</summary>
public sealed class RingBufferMemoryOptions : BudgetOptions;

/// <summary>
/// Keeps of each class the samples that training saw last, first in first out (Chaudhry et al., On Tiny Episodic Memories in Continual
/// Learning, 2019: a total of M gives each class a queue of M / classes). A sample seen again is as recent as its last time.
/// </summary>
/// <remarks>
/// With boundaries what is offered for replay changes between experiences only: an interrupted one can go on with the same list. Online
/// it changes with every sample.
/// </remarks>
/// <param name="options">The options.</param>
[Component("ring-buffer")]
public sealed class RingBufferMemory(RingBufferMemoryOptions options) : OnlineRankedMemory(options)
{
    private readonly Dictionary<string, long> _lastSeen = new(StringComparer.Ordinal);
    private long _clock;

    /// <inheritdoc/>
    public override void Update(ILearningContext context, Batch batch)
    {
        base.Update(context, batch);
        if (!context.Boundaries) return;
        foreach (var source in batch.RowSources.Where(source => !source.FromMemory)) _lastSeen[source.Sample.Id] = ++_clock;
    }

    /// <inheritdoc/>
    public override void SaveState(StateBag state)
    {
        base.SaveState(state);
        state.Json["lastSeen"] = new JsonArray([.. _lastSeen.OrderBy(pair => pair.Value).Select(pair => (JsonNode)pair.Key)]);
    }

    /// <inheritdoc/>
    public override void LoadState(StateBag state, ILearningContext context)
    {
        base.LoadState(state, context);
        if (state.Json["lastSeen"] is not JsonArray seen)
            throw new InvalidDataException("The saved state of the ring buffer does not say what was seen last.");
        _lastSeen.Clear();
        _clock = 0;
        foreach (var id in seen) _lastSeen[(string)id!] = ++_clock;
    }

    /// <inheritdoc/>
    protected override double Priority(ILearningContext context, SampleInfo sample) => -Arrived;

    /// <inheritdoc/>
    /// <remarks>Most recent first; samples never seen come last, the later of the list first.</remarks>
    protected override Func<SampleInfo[], int, int[]> Ranking(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        var seen = new Dictionary<string, long>(_lastSeen, StringComparer.Ordinal);
        _lastSeen.Clear();
        return (samples, most) =>
        [
            .. Enumerable.Range(0, samples.Length)
                .OrderByDescending(index => seen.GetValueOrDefault(samples[index].Id))
                .ThenByDescending(index => index)
                .Take(most),
        ];
    }
}
