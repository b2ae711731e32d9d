using System.ComponentModel;

namespace PluginHost.Plugins.SiSdr;

/// <summary>Options of the metric.</summary>
public sealed class SiSdrOptions
{
    /// <summary>Whether means are removed.</summary>
    [Description("Whether the mean of every waveform is removed first; sound without a constant part does not need it")]
    public bool ZeroMean { get; set; }
}
