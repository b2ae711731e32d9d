namespace PluginHost.Contracts;

/// <summary>How bad a <see cref="Finding"/> is.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Note,

    /// <summary>Probably not what was meant; the run goes on.</summary>
    Warning,

    /// <summary>The job cannot run like this.</summary>
    Error,
}
