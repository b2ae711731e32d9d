using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Ewf;

/// <summary>Options of EWF.</summary>
public sealed class EwfOptions
{
    /// <summary>The share of the new weights.</summary>
    [Range(0.0, 1.0)]
    [Description("Share of the weights after the experience; none for sqrt(new classes / classes seen), 1 for no fusion")]
    public double? Alpha { get; set; }

    /// <summary>Whether feature maps are distilled in training.</summary>
    [Description("Whether local POD distils feature maps in training, as when EWF is put on top of PLOP")]
    public bool Pod { get; set; }

    /// <summary>Factor of feature maps in local POD.</summary>
    [Range(0.0, 1000.0)]
    [Description("Factor of feature maps in local POD, if pod is true")]
    public double PodWeight { get; set; } = 0.01;

    /// <summary>Whether exemplars join the training list.</summary>
    [Description("Whether exemplars of old classes join the training list")]
    public bool UseMemory { get; set; }
}
