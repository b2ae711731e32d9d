using System.ComponentModel;

namespace PluginHost.Plugins.KCenterMemory;

/// <summary>Options of greedy k-center.</summary>
public sealed class KCenterMemoryOptions : FeatureOptions
{
    /// <summary>The first centre.</summary>
    [Description("The first centre of a class: closest (to its mean) or random")]
    public CenterStart Start { get; set; } = CenterStart.Closest;
}
