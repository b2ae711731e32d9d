using PluginHost.Contracts;

namespace PluginHost.Contracts.Learning;

/// <summary>Holds exemplars of old classes, under a rule of its own about what to keep.</summary>
[ComponentKind("memory")]
public interface IMemory : IStateful
{
    /// <summary>What is stored, in a fixed order.</summary>
    IReadOnlyList<Exemplar> Exemplars { get; }

    /// <summary>The size of what is stored in bytes: whole samples as loaded, and further tensors.</summary>
    long Bytes { get; }

    /// <summary>Takes in the classes of the increment that has just ended. Called at the start of the next one, before training.</summary>
    /// <param name="context">The learning context, at the new increment; the model is the best of the one before.</param>
    /// <param name="candidates">All training samples of the classes that ended.</param>
    void Insert(ILearningContext context, IReadOnlyList<SampleInfo> candidates);

    /// <summary>Sees a training batch as it passes by, for memories that sample the stream.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="batch">The batch.</param>
    void Observe(ILearningContext context, Batch batch)
    {
    }
}
