using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Trains on new samples and on exemplars, whose rows have a weight of their own in the loss.</summary>
[Component("plugin-name")]
public sealed class PluginNameStrategy(PluginNameOptions options) : IStrategy
{
    public bool UsesMemory => true;

    /// <summary>What a term over some rows must be multiplied by, so that these rows weigh so much in the mean over all.</summary>
    public static double Share(double weight, int some, int all) => (weight - 1) * some / all;

    public void AddLosses(LossContext loss)
    {
        var replayed = loss.Batch.RowsWhere(source => source.FromMemory).Select(row => (long)row).ToArray();
        if (replayed.Length == 0) return;
        using var index = tensor(replayed, device: loss.RowLoss.device);
        var share = Share(options.MemoryWeight, replayed.Length, loss.Batch.Rows);
        loss.Add("replay", share, loss.RowLoss.index_select(0, index).mean());
    }
}

/// <summary>Options of the component: these are the defaults.</summary>
public sealed class PluginNameOptions
{
    /// <summary>Weight of a row that comes from memory; rows of new classes weigh 1.</summary>
    [Range(0.0, 10.0)]
    public double MemoryWeight { get; set; } = 0.5;
}
