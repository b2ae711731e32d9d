using System.Diagnostics;

namespace PluginHost.Learning.Tests;

/// <summary>Keeps every event, and calls back or tells an observer.</summary>
internal sealed class EventLog(Action<RunEvent>? on = null, IRunObserver? observer = null) : IRunEvents
{
    private readonly Lock _gate = new();
    private readonly List<RunEvent> _events = [];

    private long _since;

    public EventPulse Pulse
    {
        get
        {
            lock (_gate)
            {
                var progress = _events.OfType<ProgressReported>().LongCount();
                return _since == 0 ? new(null, "", default, progress) : new(observer, "observer.toy", Stopwatch.GetElapsedTime(_since), progress);
            }
        }
    }

    public IEnumerable<TEvent> Of<TEvent>()
        where TEvent : RunEvent
    {
        lock (_gate) return [.. _events.OfType<TEvent>()];
    }

    public void Publish(RunEvent runEvent)
    {
        lock (_gate) _events.Add(runEvent);
        on?.Invoke(runEvent);
        if (observer is null) return;
        Volatile.Write(ref _since, Stopwatch.GetTimestamp());
        observer.OnEvent(runEvent);
        Volatile.Write(ref _since, 0);
    }
}
