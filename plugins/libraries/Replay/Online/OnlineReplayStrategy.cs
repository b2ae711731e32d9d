using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Replay;

/// <summary>Options of online replay.</summary>
public class OnlineReplayOptions
{
    /// <summary>Exemplars that join each incoming batch; as many as it has samples if absent.</summary>
    [Description("Exemplars that join each incoming batch; as many as it has samples if absent")]
    [Range(1, 100_000)]
    public int? BatchSize { get; set; }
}

/// <summary>
/// Online replay (Chaudhry et al., "On tiny episodic memories in continual learning", 2019): every incoming batch is joined with a batch drawn
/// from memory, and the memory takes in what passes by. What the loss makes of the joint batch is the method's.
/// </summary>
/// <remarks>Needs no boundaries. One pass over the stream is its usual setting; it works in several.</remarks>
/// <param name="options">The options.</param>
public abstract class OnlineReplayStrategy(OnlineReplayOptions options) : IStrategy
{
    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public bool FillsMemory => true;

    /// <inheritdoc/>
    public virtual void BeforeStream(ILearningContext context) => context.OnlineMemory();

    /// <inheritdoc/>
    public virtual Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        using var replay = ReplayBatch.Draw(context, step, options.BatchSize ?? batch.Size, "er");
        return replay is null ? batch : Batch.Join(batch, replay.Batch);
    }

    /// <inheritdoc/>
    public virtual void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) =>
        context.OnlineMemory().AddBatch(context, batch, output);

    /// <summary>The mean of a row loss over some rows.</summary>
    /// <param name="rowLoss">Shape (rows).</param>
    /// <param name="rows">The rows, at least one.</param>
    /// <returns>A scalar, in the current dispose scope.</returns>
    protected static Tensor Mean(Tensor rowLoss, IReadOnlyList<int> rows)
    {
        using var index = tensor(rows.Select(row => (long)row).ToArray(), device: rowLoss.device);
        return rowLoss.index_select(0, index).mean();
    }
}
