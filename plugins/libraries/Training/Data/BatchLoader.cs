namespace PluginHost.Training;

/// <summary>
/// Makes batches ahead of their use on threads of its own and hands them out in order, so that the numbers do not depend on the number
/// of threads.
/// Each thread computes with one libtorch thread, which also keeps its pool from spinning beside the training's.
/// </summary>
public sealed class BatchLoader : IDisposable
{
    private readonly Func<int, Batch> _make;
    private readonly int _count;
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _stop;
    private readonly Dictionary<int, object> _ready = [];
    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private int _claimed;
    private int _taken;

    /// <summary>Starts the threads.</summary>
    /// <param name="first">The number of the first batch.</param>
    /// <param name="count">One past the number of the last batch.</param>
    /// <param name="threads">How many threads.</param>
    /// <param name="make">Makes a batch from its number; called on several threads.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public BatchLoader(int first, int count, int threads, Func<int, Batch> make, CancellationToken cancellationToken)
    {
        _make = make;
        _count = count;
        _claimed = first;
        _taken = first;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _room = new(2 * threads);
        var number = Math.Clamp(count - first, 1, threads);
        _threads = [.. Enumerable.Range(0, number).Select(i => new Thread(Work) { IsBackground = true, Name = $"loader {i}" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Waits for the next batch; the caller owns it.</summary>
    /// <exception cref="OperationCanceledException">The run is to stop.</exception>
    public Batch Take()
    {
        object? item;
        lock (_gate)
        {
            while (!_ready.Remove(_taken, out item))
            {
                _stop.Token.ThrowIfCancellationRequested();
                Monitor.Wait(_gate, 50);
            }
        }

        _taken++;
        _room.Release();
        if (item is Batch batch) return batch;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw((Exception)item);
        throw (Exception)item;
    }

    /// <summary>Stops the threads and frees what was not taken.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (var thread in _threads) thread.Join();
        foreach (var item in _ready.Values) (item as Batch)?.Dispose();
        _ready.Clear();
        _stop.Dispose();
        _room.Dispose();
    }

    private void Work()
    {
        try
        {
            set_num_threads(1);
            using var noGrad = no_grad();
            while (true)
            {
                _room.Wait(_stop.Token);
                int number;
                lock (_gate)
                {
                    if (_claimed >= _count) return;
                    number = _claimed++;
                }

                Publish(number, Make(number));
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed or stopped; Take reports it.
        }
    }

    private object Make(int number)
    {
        try
        {
            using var scope = NewDisposeScope();
            return _make(number);
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private void Publish(int number, object item)
    {
        lock (_gate)
        {
            _ready[number] = item;
            Monitor.PulseAll(_gate);
        }
    }
}
