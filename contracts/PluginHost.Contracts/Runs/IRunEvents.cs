namespace PluginHost.Contracts;

/// <summary>Takes the events of a run and hands them to every observer in order. Safe to use from any thread; never throws.</summary>
public interface IRunEvents
{
    /// <summary>Publishes an event.</summary>
    /// <param name="runEvent">The event; not to be changed afterwards.</param>
    void Publish(RunEvent runEvent);

    /// <summary>Signs of life: which observer takes an event, and how much progress was published. Never waits for an observer.</summary>
    EventPulse Pulse => EventPulse.None;
}
