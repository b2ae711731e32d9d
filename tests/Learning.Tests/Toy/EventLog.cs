namespace PluginHost.Learning.Tests;

/// <summary>Keeps every event, and calls back.</summary>
internal sealed class EventLog(Action<RunEvent>? on = null) : IRunEvents
{
    private readonly Lock _gate = new();
    private readonly List<RunEvent> _events = [];

    public IEnumerable<TEvent> Of<TEvent>()
        where TEvent : RunEvent
    {
        lock (_gate) return [.. _events.OfType<TEvent>()];
    }

    public void Publish(RunEvent runEvent)
    {
        lock (_gate) _events.Add(runEvent);
        on?.Invoke(runEvent);
    }
}
