namespace PluginHost.Plugins.KCenterMemory;

/// <summary>Where the greedy choice of centres begins.</summary>
public enum CenterStart
{
    /// <summary>With the sample closest to the mean of its class.</summary>
    Closest,

    /// <summary>With a random sample.</summary>
    Random,
}
