namespace PluginHost.Contracts;

/// <summary>
/// A component failed in a call that an engine made: it threw, gave what no component may give, or did not come back. The host names the
/// component's plugin, prints the message without a stack trace and exits with code 4.
/// </summary>
public sealed class ComponentFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="component">The component's class; its assembly tells the plugin.</param>
    /// <param name="call">The member that was called, such as <c>AddLosses</c>.</param>
    /// <param name="message">What happened and where: component, call, experience, epoch, batch.</param>
    /// <param name="cause">What the component threw, if it did.</param>
    public ComponentFailedException(Type component, string call, string message, Exception? cause = null)
        : base(message, cause) => (Component, Call) = (component, call);

    /// <summary>The component's class.</summary>
    public Type Component { get; }

    /// <summary>The member that was called.</summary>
    public string Call { get; }

    /// <summary>Whether the call may still be running: the host disposes nothing under its feet then.</summary>
    public bool MayStillRun { get; init; }
}
