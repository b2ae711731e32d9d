using System.Text.Json.Nodes;

namespace PluginHost.Plugins.Memories;

/// <summary>Options of GSS-greedy.</summary>
public sealed class GssGreedyMemoryOptions : BudgetOptions
{
    /// <summary>Random batches of the memory whose gradients a sample's is compared with (n).</summary>
    [Range(1, 1000)]
    public int Strength { get; set; } = 5;

    /// <summary>Samples that arrive together, and samples in a batch of the memory.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; set; } = 10;
}

/// <summary>
/// Gradient-based sample selection, greedy (Aljundi, Lin, Goujaud and Bengio, 2019, Algorithm 2): the score of a sample is the
/// largest cosine of its loss gradient to those of n random batches of the memory. While there is room samples are appended. Then a batch
/// that arrives with a gradient against all of them (its own largest cosine below 0) challenges as many places, likelier those with a
/// high score.
/// </summary>
/// <remarks>
/// With boundaries samples arrive once each, in random order, when their experience has ended; without boundaries as they pass by, before
/// the step. Gradients are those of the model at that time, on training draws.
/// </remarks>
/// <param name="options">The options.</param>
[Component("gss-greedy")]
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
    protected override void Take(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        var capacity = Fit(context, candidates);
        var arriving = candidates.ToArray();
        context.Random.Stream("memory.gss-greedy.order", _batches).Shuffle(arriving.AsSpan());
        foreach (var batch in arriving.Chunk(options.BatchSize)) Take(context, batch, capacity);
    }

    /// <inheritdoc/>
    protected override void TakePassing(ILearningContext context, Batch batch)
    {
        SampleInfo[] arriving = [.. Passing(batch)];
        if (arriving.Length == 0) return;
        var capacity = Fit(context, arriving);
        foreach (var part in arriving.Chunk(options.BatchSize)) Take(context, part, capacity);
    }

    // A budget of bytes gives fewer places when larger samples arrive: the most redundant sample goes.
    private int Fit(ILearningContext context, IReadOnlyList<SampleInfo> arriving)
    {
        var capacity = Capacity(context, () => arriving.Max(sample => SizeOf(context, sample)));
        while (Exemplars.Count > capacity)
        {
            var most = _scores.IndexOf(_scores.Max());
            RemoveAt(most);
            _scores.RemoveAt(most);
        }

        return capacity;
    }

    private void Take(ILearningContext context, SampleInfo[] arriving, int capacity)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        var directions = new Directions(context, _batches);
        var fitting = Math.Min(capacity - Exemplars.Count, arriving.Length);
        if (fitting > 0) Append(context, directions, arriving[..fitting]);
        if (fitting < arriving.Length) Challenge(context, directions, arriving[fitting..]);
        _batches++;
    }

    private void Append(ILearningContext context, Directions directions, SampleInfo[] arriving)
    {
        _scores.AddRange(Exemplars.Count == 0
            ? Enumerable.Repeat(FirstScore, arriving.Length)
            : Directions.Nearest(directions.Each(arriving), MemoryBatches(context, directions)));
        foreach (var sample in arriving) Insert(Exemplars.Count, new() { Sample = sample }, SizeOf(context, sample));
    }

    private void Challenge(ILearningContext context, Directions directions, SampleInfo[] arriving)
    {
        var held = MemoryBatches(context, directions);
        if (Directions.Nearest(directions.OfMean(arriving), held)[0] >= 0) return;
        var scores = Directions.Nearest(directions.Each(arriving), held);
        var challenged = Replacement.Challenged(_scores, arriving.Length, context.Random.Stream("memory.gss-greedy.places", _batches));
        var chance = context.Random.Stream("memory.gss-greedy.chance", _batches);
        for (var i = 0; i < challenged.Length; i++)
        {
            var place = challenged[i];
            if (!Replacement.Wins(scores[i], _scores[place], chance)) continue;
            Replace(place, new() { Sample = arriving[i] }, SizeOf(context, arriving[i]));
            _scores[place] = scores[i];
        }
    }

    // As many batches as there are, at most n; one smaller than the batch size if the memory is.
    private Tensor MemoryBatches(ILearningContext context, Directions directions)
    {
        var size = Math.Min(options.BatchSize, Exemplars.Count);
        var count = Math.Min(options.Strength, Exemplars.Count / size);
        var order = context.Random.Stream("memory.gss-greedy.batches", _batches).Choose(Exemplars.Count, size * count);
        return stack([.. order.Chunk(size).Select(batch => directions.OfMean([.. batch.Select(place => Exemplars[place].Sample)]))], 0);
    }
}
