using System.Text.Json.Nodes;

namespace PluginHost.Plugins.GssGreedyMemory;

/// <summary>
/// Gradient-based sample selection, greedy (Aljundi, Lin, Goujaud and Bengio, 2019; design section 6.2): the score of a sample is the
/// largest cosine of its loss gradient to those of n random batches of the memory. While there is room samples are appended. Then a batch
/// that arrives with a gradient against all of them (its own largest cosine below 0) challenges as many places, likelier those with a high
/// score.
/// </summary>
/// <remarks>
/// Samples arrive once each, in random order, when their class has ended; gradients are those of the model that has just learned it, on
/// training draws.
/// </remarks>
/// <param name="options">The options.</param>
public sealed class GssGreedyMemory(GssGreedyMemoryOptions options) : SlotMemory(options)
{
    /// <summary>What the very first samples score, with no memory to compare with (Avalanche's value).</summary>
    private const double FirstScore = 0.1;

    private List<double> _scores = [];
    private long _batches;

    /// <summary>The score of each exemplar, in their order.</summary>
    public IReadOnlyList<double> Scores => _scores;

    /// <inheritdoc/>
    public override void SaveState(StateBag state)
    {
        base.SaveState(state);
        state.Json["scores"] = new JsonArray([.. _scores.Select(score => (JsonNode)score)]);
        state.Json["batches"] = _batches;
    }

    /// <inheritdoc/>
    public override void LoadState(StateBag state, ILearningContext context)
    {
        base.LoadState(state, context);
        _scores = state.Json["scores"] is JsonArray saved && saved.Count == Exemplars.Count
            ? [.. saved.Select(node => (double)node!)]
            : throw new InvalidDataException("The saved state of the memory has no score for each of its exemplars.");
        _batches = (long?)state.Json["batches"] ?? throw new InvalidDataException("The saved state of the memory has no count of batches.");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SampleInfo> Select(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        var capacity = Capacity(context, candidates);
        var places = Exemplars.Select(exemplar => exemplar.Sample).ToList();
        while (places.Count > capacity) Drop(places);
        var arriving = candidates.ToArray();
        context.Random.Stream("memory.gss-greedy.order", _batches).Shuffle(arriving.AsSpan());
        var directions = new Directions(context);
        foreach (var batch in arriving.Chunk(options.BatchSize))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var fitting = Math.Min(capacity - places.Count, batch.Length);
            if (fitting > 0) Append(context, directions, places, batch[..fitting]);
            if (fitting < batch.Length) Challenge(context, directions, places, batch[fitting..]);
            _batches++;
        }

        return places;
    }

    private void Append(ILearningContext context, Directions directions, List<SampleInfo> places, SampleInfo[] arriving)
    {
        _scores.AddRange(places.Count == 0
            ? Enumerable.Repeat(FirstScore, arriving.Length)
            : Directions.Nearest(directions.Each(arriving), MemoryBatches(context, directions, places)));
        places.AddRange(arriving);
    }

    private void Challenge(ILearningContext context, Directions directions, List<SampleInfo> places, SampleInfo[] arriving)
    {
        var held = MemoryBatches(context, directions, places);
        if (Directions.Nearest(directions.OfMean(arriving), held)[0] >= 0) return;
        var scores = Directions.Nearest(directions.Each(arriving), held);
        var challenged = Replacement.Challenged(_scores, arriving.Length, context.Random.Stream("memory.gss-greedy.places", _batches));
        var chance = context.Random.Stream("memory.gss-greedy.chance", _batches);
        for (var i = 0; i < challenged.Length; i++)
        {
            var place = challenged[i];
            if (!Replacement.Wins(scores[i], _scores[place], chance)) continue;
            (places[place], _scores[place]) = (arriving[i], scores[i]);
        }
    }

    // As many batches as there are, at most n; one smaller than the batch size if the memory is.
    private Tensor MemoryBatches(ILearningContext context, Directions directions, List<SampleInfo> places)
    {
        var size = Math.Min(options.BatchSize, places.Count);
        var count = Math.Min(options.Strength, places.Count / size);
        var order = context.Random.Stream("memory.gss-greedy.batches", _batches).Choose(places.Count, size * count);
        return stack([.. order.Chunk(size).Select(batch => directions.OfMean([.. batch.Select(place => places[place])]))], 0);
    }

    // A budget of bytes gives fewer places when larger samples arrive: the most redundant sample goes.
    private void Drop(List<SampleInfo> places)
    {
        var most = _scores.IndexOf(_scores.Max());
        places.RemoveAt(most);
        _scores.RemoveAt(most);
    }
}
