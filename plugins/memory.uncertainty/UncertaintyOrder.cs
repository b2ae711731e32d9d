namespace PluginHost.Plugins.UncertaintyMemory;

/// <summary>Which samples are kept first.</summary>
public enum UncertaintyOrder
{
    /// <summary>Those with the largest loss.</summary>
    Largest,

    /// <summary>Those with the smallest loss.</summary>
    Smallest,
}
