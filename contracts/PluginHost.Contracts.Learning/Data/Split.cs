namespace PluginHost.Contracts.Learning;

/// <summary>What a sample may be used for.</summary>
public enum Split
{
    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To choose a checkpoint by; never learned from, never reported.</summary>
    Validation,

    /// <summary>To report on; looked at once per increment.</summary>
    Test,
}
