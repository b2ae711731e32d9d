namespace PluginHost.Contracts;

/// <summary>Signs of life in the events of a run: what a watchdog looks at.</summary>
/// <param name="Observer">The observer that takes an event now; <see langword="null"/> where none does.</param>
/// <param name="Name">What messages call it, such as <c>observer.console</c>; empty where there is none.</param>
/// <param name="Elapsed">For how long it has been at this event.</param>
/// <param name="Progress">How many <see cref="ProgressReported"/> were published so far.</param>
public readonly record struct EventPulse(IRunObserver? Observer, string Name, TimeSpan Elapsed, long Progress)
{
    /// <summary>No observer takes an event, and no progress was published.</summary>
    public static EventPulse None { get; } = new(null, "", TimeSpan.Zero, 0);
}
