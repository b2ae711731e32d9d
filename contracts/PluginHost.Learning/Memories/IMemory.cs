using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>A stored sample of what was learned before.</summary>
public sealed record Exemplar
{
    /// <summary>The sample.</summary>
    public required SampleInfo Sample { get; init; }

    /// <summary>Further tensors stored with it (features, logits, codes, patches), on the CPU, owned by the memory; may be empty.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; init; } = new Dictionary<string, Tensor>(StringComparer.Ordinal);

    /// <summary>
    /// Whether the sample itself is kept. If not, the tensors are kept in its place: the sample's own content takes no bytes of the memory, and
    /// nobody may load it again for replay.
    /// </summary>
    public bool Whole { get; init; } = true;
}

/// <summary>A replay buffer: holds exemplars of earlier experiences, under a rule of its own about what to keep.</summary>
[ComponentKind("memory")]
public interface IMemory : IStateful
{
    /// <summary>What is stored, in a fixed order.</summary>
    IReadOnlyList<Exemplar> Exemplars { get; }

    /// <summary>The size of what is stored in bytes: samples as loaded where they are kept whole, and further tensors.</summary>
    long Bytes { get; }

    /// <summary>Looks, before the first step, at whether the memory can hold exemplars of the stream.</summary>
    /// <param name="context">The learning context, at the first experience.</param>
    /// <param name="candidates">All training samples of the stream, each once.</param>
    /// <returns>What stops the run, or what the memory will lack; by default nothing.</returns>
    IEnumerable<Finding> Check(ILearningContext context, IReadOnlyList<SampleInfo> candidates) => [];

    /// <summary>
    /// Takes in the experience that has just ended. Called at the start of the next one, before the model grows. Never called when the stream
    /// has no boundaries.
    /// </summary>
    /// <param name="context">The learning context, at the new experience; the model is the best of the one before.</param>
    /// <param name="candidates">All training samples of the experience that ended.</param>
    void Update(ILearningContext context, IReadOnlyList<SampleInfo> candidates);

    /// <summary>Sees a training batch before its step, for memories that sample the stream. Rows from memory are marked in the batch.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="batch">The batch.</param>
    void Update(ILearningContext context, Batch batch)
    {
    }

    /// <summary>Draws exemplars uniformly without replacement.</summary>
    /// <param name="count">How many are wanted; fewer come if fewer are stored.</param>
    /// <param name="random">The randomness.</param>
    /// <returns>Distinct exemplars in the order drawn.</returns>
    IReadOnlyList<Exemplar> Sample(int count, RandomStream random)
    {
        var all = Exemplars;
        return [.. random.Choose(all.Count, count).Select(index => all[index])];
    }
}

/// <summary>Capability: a memory that takes single samples as they pass by, with tensors beside them; works without boundaries.</summary>
public interface IOnlineMemory : IMemory
{
    /// <summary>Offers a sample; the memory's rule decides whether it is stored and what makes room for it.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="tensors">Tensors to store with it, on any device; copied to the CPU if the sample is stored.</param>
    /// <returns>Whether the sample is stored.</returns>
    bool Add(ILearningContext context, SampleInfo sample, IReadOnlyDictionary<string, Tensor> tensors);
}

/// <summary>Capability: a memory that works online and can keep tensors in the place of a sample, such as the patches of it that were chosen.</summary>
public interface ICompactMemory : IOnlineMemory
{
    /// <summary>Offers tensors in the place of a sample; the same rule decides as for whole samples.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="sample">The sample that they are of.</param>
    /// <param name="tensors">What is kept of it, on any device; copied to the CPU if it is stored.</param>
    /// <returns>Whether they are stored.</returns>
    bool AddCompact(ILearningContext context, SampleInfo sample, IReadOnlyDictionary<string, Tensor> tensors);
}
