using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// ER (Chaudhry et al., "On tiny episodic memories in continual learning", 2019): every incoming batch is joined with a batch drawn from
/// memory, and the memory takes in what passes by.
/// </summary>
/// <remarks>Needs no boundaries. One pass over the stream is its usual setting; it works in several.</remarks>
/// <param name="options">The options.</param>
[Component("er")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing beside the memory")]
[Declares("fits", "class-, domain- and task-incremental; online")]
[Evidence("OnlineReplayTests.Each_batch_is_joined_with_as_many_exemplars_once_there_are_some")]
public sealed class ExperienceReplayStrategy(OnlineReplayOptions options) : IStrategy
{
    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public bool FillsMemory => true;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context) => context.OnlineMemory();

    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        using var replay = ReplayBatch.Draw(context, step, options.BatchSize ?? batch.Size, "er");
        return replay is null ? batch : Batch.Join(batch, replay.Batch);
    }

    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) =>
        context.OnlineMemory().AddBatch(context, batch, output);
}

/// <summary>Options of online replay.</summary>
public sealed class OnlineReplayOptions
{
    /// <summary>Exemplars that join each incoming batch; as many as it has samples if absent.</summary>
    [Range(1, 100_000)]
    public int? BatchSize { get; set; }
}
