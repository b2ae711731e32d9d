using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.BssEval;

/// <summary>Options of the metric.</summary>
public sealed class BssEvalOptions
{
    [Range(1, 4096)]
    [Description("Taps of the filter that an estimate may differ from its reference by")]
    public int FilterLength { get; set; } = 512;

    [Description("Whether estimates are matched to references by the highest mean SIR; otherwise each is compared with its own")]
    public bool Permutation { get; set; }
}
