using System.ComponentModel.DataAnnotations;

namespace Stranger;

/// <summary>Plain replay in which rows from memory weigh less.</summary>
[Component("half-replay")]
[Needs<IMemory>("it replays")]
public sealed class HalfReplay(HalfReplayOptions options, IRunEvents events) : IStrategy
{
    public bool UsesMemory => true;

    public void AfterStream(ILearningContext context) =>
        events.Publish(new MessageReported { Text = $"half-replay saw {context.ExperienceCount} experiences" });

    public void AddLosses(LossContext loss)
    {
        var rows = loss.Batch.RowsWhere(source => source.FromMemory).Select(row => (long)row).ToArray();
        if (rows.Length == 0) return;
        using var index = tensor(rows, device: loss.RowLoss.device);
        loss.Add("replay", -(1 - options.Weight) * rows.Length / loss.Batch.Rows, loss.RowLoss.index_select(0, index).mean());
    }
}

public sealed class HalfReplayOptions
{
    /// <summary>Weight of a row from memory; rows of new classes weigh 1.</summary>
    [Range(0.0, 1.0)]
    public double Weight { get; set; } = 0.5;
}
