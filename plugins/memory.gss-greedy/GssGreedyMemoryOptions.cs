using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.GssGreedyMemory;

/// <summary>Options of the memory.</summary>
public sealed class GssGreedyMemoryOptions : BudgetOptions
{
    /// <summary>How many memory batches a sample is compared with.</summary>
    [Range(1, 1000)]
    [Description("Random batches of the memory whose gradients a sample's is compared with (n)")]
    public int Strength { get; set; } = 5;

    /// <summary>Samples that arrive together.</summary>
    [Range(1, 65_536)]
    [Description("Samples that arrive together, and samples in a batch of the memory")]
    public int BatchSize { get; set; } = 10;
}
