using System.Diagnostics;
using PluginHost.Contracts;

namespace PluginHost.Runs;

/// <summary>
/// Hands events to observers one at a time. Events that components publish while they are built wait until the run starts. An observer
/// that throws hears nothing more; a warning about it goes to the others and to <paramref name="onFailure"/>. One that does not come back
/// holds up everybody, until <see cref="LeaveBehind"/>.
/// </summary>
internal sealed class RunEventDispatcher(Action<string, Exception> onFailure) : IRunEvents
{
    private readonly Lock _gate = new();
    private readonly Queue<RunEvent> _waiting = new();
    private readonly List<(string Name, IRunObserver Observer)> _observers = [];
    private bool _started;
    private bool _delivering;
    private long _progress;
    private Delivery? _current;
    private RunEventDispatcher? _successor;

    public EventPulse Pulse
    {
        get
        {
            if (Volatile.Read(ref _successor) is { } successor) return successor.Pulse;
            var progress = Interlocked.Read(ref _progress);
            return Volatile.Read(ref _current) is { } now
                ? new(now.Observer, now.Name, Stopwatch.GetElapsedTime(now.Since), progress)
                : EventPulse.None with { Progress = progress };
        }
    }

    /// <summary>Delivers the first event, then everything that waited.</summary>
    public void Start(RunEvent first, IEnumerable<(string Name, IRunObserver Observer)> observers)
    {
        lock (_gate)
        {
            var early = _waiting.ToArray();
            _waiting.Clear();
            _observers.AddRange(observers);
            _started = true;
            _waiting.Enqueue(first);
            foreach (var waiting in early) _waiting.Enqueue(waiting);
            Deliver();
        }
    }

    /// <summary>Delivers what waited and whatever comes to one observer, without a run that starts.</summary>
    public void Listen(string name, IRunObserver observer)
    {
        lock (_gate)
        {
            _observers.Add((name, observer));
            _started = true;
            if (!_delivering) Deliver();
        }
    }

    /// <summary>
    /// Waits no longer for an observer that has been at one event for a while: it hears nothing more, even if it comes back. The others hear
    /// what is published from now on.
    /// </summary>
    /// <param name="shortest">An observer that has been at its event for less is waited for.</param>
    public void LeaveBehind(TimeSpan shortest)
    {
        if (Volatile.Read(ref _current) is not { } stuck || Stopwatch.GetElapsedTime(stuck.Since) < shortest) return;
        // The gate is held by the thread that is stuck, which changes nothing meanwhile.
        var successor = new RunEventDispatcher(onFailure) { _started = true, _progress = Interlocked.Read(ref _progress) };
        successor._observers.AddRange(_observers.Where(observer => observer.Observer != stuck.Observer));
        Volatile.Write(ref _successor, successor);
    }

    public void Publish(RunEvent runEvent)
    {
        if (runEvent is ProgressReported) Interlocked.Increment(ref _progress);
        if (Volatile.Read(ref _successor) is { } successor)
        {
            successor.Publish(runEvent);
            return;
        }

        lock (_gate)
        {
            _waiting.Enqueue(runEvent);
            if (_started && !_delivering) Deliver();
        }
    }

    // An observer that publishes from inside OnEvent only enqueues: the loop below takes it up, so order is kept.
    private void Deliver()
    {
        _delivering = true;
        try
        {
            while (_waiting.TryDequeue(out var runEvent))
            {
                foreach (var observer in _observers.ToArray())
                {
                    if (Volatile.Read(ref _successor) is not null) return;
                    Deliver(observer, runEvent);
                }
            }
        }
        finally
        {
            _delivering = false;
        }
    }

    private void Deliver((string Name, IRunObserver Observer) target, RunEvent runEvent)
    {
        Volatile.Write(ref _current, new(target.Name, target.Observer, Stopwatch.GetTimestamp()));
        try
        {
            target.Observer.OnEvent(runEvent);
        }
        catch (Exception exception)
        {
            _observers.Remove(target);
            var text = $"{target.Name} failed at the event '{runEvent.Name}' and is told of nothing more: {exception.Message}";
            onFailure(text, exception);
            _waiting.Enqueue(new MessageReported { Severity = FindingSeverity.Warning, Text = text });
        }
        finally
        {
            Volatile.Write(ref _current, null);
        }
    }

    private sealed record Delivery(string Name, IRunObserver Observer, long Since);
}
