using System.Text.Json.Nodes;

namespace PluginHost.Exemplars;

/// <summary>A memory of whole samples within a budget: their list, its size, its state. What to keep is up to the derived class.</summary>
/// <param name="budget">How much it may hold.</param>
public abstract class ExemplarMemory(BudgetOptions budget) : IMemory
{
    private bool _fits = budget.Bytes is null;

    /// <inheritdoc/>
    public IReadOnlyList<Exemplar> Exemplars { get; private set; } = [];

    /// <inheritdoc/>
    public long Bytes { get; private set; }

    /// <summary>How much it may hold.</summary>
    protected BudgetOptions Budget => budget;

    /// <inheritdoc/>
    /// <exception cref="RunFailedException">The byte budget is smaller than one of the samples.</exception>
    public void Insert(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        if (budget.Bytes is not null)
        {
            foreach (var sample in candidates) CheckFits(context, sample);
        }

        Hold(context, Select(context, candidates));
    }

    /// <inheritdoc/>
    /// <remarks>Looks at the first sample that passes by, so that a byte budget below one exemplar ends the run at its beginning.</remarks>
    /// <exception cref="RunFailedException">The byte budget is smaller than the sample.</exception>
    public virtual void Observe(ILearningContext context, Batch batch)
    {
        if (_fits) return;
        CheckFits(context, batch.RowSources[0].Sample);
        _fits = true;
    }

    /// <inheritdoc/>
    public virtual void SaveState(StateBag state) => state.Json["exemplars"] = new JsonArray(
    [
        .. Exemplars.Select(exemplar => (JsonNode)new JsonObject
        {
            ["id"] = exemplar.Sample.Id,
            ["label"] = exemplar.Sample.Label,
            ["split"] = exemplar.Sample.Split.ToString(),
            ["index"] = exemplar.Sample.Index,
        }),
    ]);

    /// <inheritdoc/>
    public virtual void LoadState(StateBag state, ILearningContext context)
    {
        if (state.Json["exemplars"] is not JsonArray saved)
            throw new InvalidDataException("The saved state of the memory has no list of exemplars.");
        Hold(context, saved.Select(node => new SampleInfo
        {
            Id = (string)node!["id"]!,
            Label = (int)node["label"]!,
            Split = Enum.Parse<Split>((string)node["split"]!),
            Index = (int)node["index"]!,
        }));
    }

    /// <summary>The size of a sample as loaded, in bytes.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="sample">The sample.</param>
    /// <returns>The size.</returns>
    protected static long SizeOf(ILearningContext context, SampleInfo sample) => context.Samples.Get(sample).Bytes;

    /// <summary>Chooses what to hold from now on.</summary>
    /// <param name="context">The learning context; the model is the best of the experience before.</param>
    /// <param name="candidates">All training samples of the classes that ended, each within a byte budget.</param>
    /// <returns>Samples held before or among the candidates, in a fixed order.</returns>
    protected abstract IReadOnlyList<SampleInfo> Select(ILearningContext context, IReadOnlyList<SampleInfo> candidates);

    private void CheckFits(ILearningContext context, SampleInfo sample)
    {
        var size = SizeOf(context, sample);
        if (size <= budget.Bytes) return;
        throw new RunFailedException(
            $"The memory's budget of {budget.Bytes} bytes is smaller than one exemplar: sample '{sample.Id}' takes {size} bytes. "
            + $"Set memory.options.bytes to at least {size}, or give the budget as perClass or total.");
    }

    private void Hold(ILearningContext context, IEnumerable<SampleInfo> samples)
    {
        Exemplars = [.. samples.Select(sample => new Exemplar { Sample = sample })];
        Bytes = Exemplars.Sum(exemplar => SizeOf(context, exemplar.Sample));
    }
}
