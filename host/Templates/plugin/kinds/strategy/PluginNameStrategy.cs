using PluginHost.Learning;
using static TorchSharp.torch;

namespace PluginName;

/// <summary>Trains on new samples and on exemplars, whose rows have a weight of their own in the loss.</summary>
public sealed class PluginNameStrategy(PluginNameOptions options) : IStrategy, ILossTerms
{
    public bool UsesMemory => true;

    /// <summary>What a term over some rows must be multiplied by, so that these rows weigh so much in the mean over all.</summary>
    public static double Share(double weight, int some, int all) => (weight - 1) * some / all;

    public void AddTerms(LossContext loss)
    {
        var replayed = loss.Batch.RowsWhere(source => source.FromMemory).Select(row => (long)row).ToArray();
        if (replayed.Length == 0) return;
        using var index = tensor(replayed, device: loss.RowLoss.device);
        var share = Share(options.MemoryWeight, replayed.Length, loss.Batch.Rows);
        loss.Add("replay", share, loss.RowLoss.index_select(0, index).mean());
    }
}
