namespace PluginHost.Watching;

/// <summary>Runs an action once after a burst of signals has been quiet for a while; never twice at the same time.</summary>
/// <param name="quiet">How long it must be quiet.</param>
/// <param name="time">The clock.</param>
/// <param name="action">What to do. What it throws is lost: it handles its own faults.</param>
internal sealed class Debouncer(TimeSpan quiet, TimeProvider time, Action action) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _running = new();
    private ITimer? _timer;
    private bool _disposed;

    /// <summary>Something happened: the wait begins anew.</summary>
    public void Signal()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _timer ??= time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(quiet, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Nothing fires any more; an action under way is waited for.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }

        lock (_running)
        {
        }
    }

    private void Fire()
    {
        lock (_running)
        {
            lock (_gate)
            {
                if (_disposed) return;
            }

            action();
        }
    }
}
