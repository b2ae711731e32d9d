using PluginHost.Contracts;

namespace PluginHost.Runs;

/// <summary>
/// Hands events to observers one at a time. Events that components publish while they are built wait until the run starts. An observer
/// that throws hears nothing
/// more; a warning about it goes to the others and to <paramref name="onFailure"/>.
/// </summary>
internal sealed class RunEventDispatcher(Action<string, Exception> onFailure) : IRunEvents
{
    private readonly Lock _gate = new();
    private readonly Queue<RunEvent> _waiting = new();
    private readonly List<(string Name, IRunObserver Observer)> _observers = [];
    private bool _started;
    private bool _delivering;

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

    public void Publish(RunEvent runEvent)
    {
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
                foreach (var observer in _observers.ToArray()) Deliver(observer, runEvent);
            }
        }
        finally
        {
            _delivering = false;
        }
    }

    private void Deliver((string Name, IRunObserver Observer) target, RunEvent runEvent)
    {
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
    }
}
