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
    /// that event and all that follow.
    /// </summary>
    /// <param name="shortest">An observer that has been at its event for less is waited for.</param>
    public void LeaveBehind(TimeSpan shortest)
    {
        if (Volatile.Read(ref _successor) is { } already)
        {
            already.LeaveBehind(shortest);
            return;
        }

        if (Volatile.Read(ref _current) is not { } stuck || Stopwatch.GetElapsedTime(stuck.Since) < shortest) return;
        // The gate is held by the thread that is stuck, which changes nothing meanwhile.
        var successor = new RunEventDispatcher(onFailure) { _started = true, _progress = Interlocked.Read(ref _progress) };
        successor._observers.AddRange(_observers.Where(observer => observer.Observer != stuck.Observer));
        var waiting = _waiting.ToArray();
        lock (successor._gate)
        {
            Volatile.Write(ref _successor, successor);
            foreach (var runEvent in waiting) successor._waiting.Enqueue(runEvent);
            successor.Deliver(stuck.Event, stuck.Later);
        }
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
            // Whoever waited here for an observer that was left behind meanwhile.
            if (Volatile.Read(ref _successor) is { } late)
            {
                late.Publish(runEvent);
                return;
            }

            _waiting.Enqueue(runEvent);
            if (_started && !_delivering) Deliver();
        }
    }

    // An observer that publishes from inside OnEvent only enqueues: the loop below takes it up, so order is kept.
    private void Deliver(RunEvent? first = null, (string Name, IRunObserver Observer)[]? hearers = null)
    {
        _delivering = true;
        try
        {
            var runEvent = first;
            while (runEvent is not null || _waiting.TryDequeue(out runEvent))
            {
                var observers = hearers ?? [.. _observers];
                for (var i = 0; i < observers.Length; i++)
                {
                    if (Volatile.Read(ref _successor) is not null) return;
                    Deliver(observers[i], runEvent, observers[(i + 1)..]);
                }

                (runEvent, hearers) = (null, null);
            }
        }
        finally
        {
            _delivering = false;
        }
    }

    private void Deliver((string Name, IRunObserver Observer) target, RunEvent runEvent, (string Name, IRunObserver Observer)[] later)
    {
        Volatile.Write(ref _current, new(target.Name, target.Observer, Stopwatch.GetTimestamp(), runEvent, later));
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

    private sealed record Delivery(
        string Name, IRunObserver Observer, long Since, RunEvent Event, (string Name, IRunObserver Observer)[] Later);
}
