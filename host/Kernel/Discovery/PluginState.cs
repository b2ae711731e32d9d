namespace PluginHost.Discovery;

/// <summary>How far a plugin has come.</summary>
internal enum PluginState
{
    /// <summary>Its folder was found.</summary>
    Discovered,

    /// <summary>Its metadata was checked; nothing of it was executed.</summary>
    Verified,

    /// <summary>Its assembly is loaded and its components are registered.</summary>
    Loaded,

    /// <summary>A running job uses it.</summary>
    Active,

    /// <summary>A finding keeps it from being used.</summary>
    Faulted,

    /// <summary>It was unloaded.</summary>
    Unloaded,
}
