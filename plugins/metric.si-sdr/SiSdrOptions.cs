namespace PluginHost.Plugins.SiSdr;

/// <summary>Options of the metric.</summary>
public sealed class SiSdrOptions
{
    /// <summary>Whether the mean of every waveform is removed first; sound without a constant part does not need it.</summary>
    public bool ZeroMean { get; set; }
}
