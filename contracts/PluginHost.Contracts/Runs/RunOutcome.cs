namespace PluginHost.Contracts;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>It did all its work.</summary>
    Completed,

    /// <summary>It was stopped by a signal; its state is kept.</summary>
    Stopped,

    /// <summary>It failed; what was computed is kept.</summary>
    Failed,
}
