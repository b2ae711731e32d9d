using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// ER (Chaudhry et al., "On tiny episodic memories in continual learning", 2019): every incoming batch is joined with a batch drawn from memory,
/// and the memory takes in what passes by.
/// </summary>
/// <remarks>Needs no boundaries. One pass over the stream is its usual setting; it works in several.</remarks>
/// <param name="options">The options.</param>
[Component("er")]
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

/// <summary>
/// ER-ACE (Caccia et al., ICLR 2022, eq. 2): as ER, but incoming samples compete among the classes of their own batch only, so that they do not
/// push down old classes; replayed ones compete among all classes seen. The loss is the sum of both means.
/// </summary>
/// <param name="options">The options.</param>
[Component("er-ace")]
public sealed class AsymmetricReplayStrategy(OnlineReplayOptions options) : IStrategy
{
    private readonly ExperienceReplayStrategy _replay = new(options);

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public bool FillsMemory => true;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context) => _replay.BeforeStream(context);

    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch) => _replay.BeforeBatch(context, step, batch);

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        var (batch, context) = (loss.Batch, loss.Learning);
        var incoming = batch.RowsWhere(source => !source.FromMemory);
        var replayed = batch.RowsWhere(source => source.FromMemory);
        int[] present = [.. incoming.Select(row => batch.RowSources[row].Sample.Label).Distinct().Order()];
        loss.SetBase(1, Mean(context.Task.RowLoss(loss.Student, batch, present), incoming));
        if (replayed.Length == 0) return;
        int[] seen = [.. Enumerable.Range(0, context.SeenLabels)];
        loss.Add("replay", 1, Mean(context.Task.RowLoss(loss.Student, batch, seen), replayed));
    }

    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) =>
        _replay.AfterStep(context, step, batch, output);

    private static Tensor Mean(Tensor rowLoss, int[] rows)
    {
        using var index = tensor(rows.Select(row => (long)row).ToArray(), device: rowLoss.device);
        return rowLoss.index_select(0, index).mean();
    }
}

/// <summary>Options of online replay.</summary>
public sealed class OnlineReplayOptions
{
    /// <summary>Exemplars that join each incoming batch; as many as it has samples if absent.</summary>
    [Range(1, 100_000)]
    public int? BatchSize { get; set; }
}
