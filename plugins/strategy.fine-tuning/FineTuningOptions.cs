using System.ComponentModel;

namespace PluginHost.Plugins.FineTuning;

/// <summary>Options of fine-tuning.</summary>
public sealed class FineTuningOptions
{
    /// <summary>Whether exemplars join the training list.</summary>
    [Description("Whether exemplars of old classes join the training list: plain replay")]
    public bool UseMemory { get; set; }
}
