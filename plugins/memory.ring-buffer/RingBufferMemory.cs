using System.Text.Json.Nodes;

namespace PluginHost.Plugins.RingBufferMemory;

/// <summary>
/// Keeps of each class the samples that training saw last, first in first out (design section 6.2: M / classes most recent items). A sample
/// seen again is as recent as its last time.
/// </summary>
/// <remarks>What is offered for replay changes between experiences only: an interrupted one can go on with the same list.</remarks>
/// <param name="options">The options.</param>
public sealed class RingBufferMemory(RingBufferMemoryOptions options) : RankedMemory(options)
{
    private readonly Dictionary<string, long> _lastSeen = new(StringComparer.Ordinal);
    private long _clock;

    /// <inheritdoc/>
    public override void Observe(ILearningContext context, Batch batch)
    {
        base.Observe(context, batch);
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
