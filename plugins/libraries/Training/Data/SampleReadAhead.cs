namespace PluginHost.Training;

/// <summary>
/// Reads samples before anybody asks for them, while the run's own thread builds the model and makes its first batch: nothing else keeps the other
/// cores busy then. It ends when the list ends, when the store is full, or when it is told that training has begun.
/// </summary>
/// <remarks>
/// Each thread computes with one thread of libtorch, as a loader's threads do, so the samples are the same. One that cannot be used is left to
/// whoever asks for it.
/// </remarks>
internal sealed class SampleReadAhead : IDisposable
{
    private const int MostThreads = 4;
    private readonly SampleStore _samples;
    private readonly IReadOnlyList<SampleInfo> _list;
    private readonly CancellationToken _stop;
    private readonly Thread[] _threads;
    private volatile bool _ended;
    private int _next = -1;

    private SampleReadAhead(SampleStore samples, IReadOnlyList<SampleInfo> list, int threads, CancellationToken stop)
    {
        (_samples, _list, _stop) = (samples, list, stop);
        _threads = [.. Enumerable.Range(0, threads).Select(i => new Thread(Read) { IsBackground = true, Name = $"ahead {i}" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Begins; no thread beside those that the run computes with is used.</summary>
    /// <param name="samples">The store.</param>
    /// <param name="list">What to read, in this order.</param>
    /// <param name="threads">The threads that the run computes with, of which one has other things to do.</param>
    /// <param name="stop">Ends the reading.</param>
    public static SampleReadAhead Begin(SampleStore samples, IReadOnlyList<SampleInfo> list, int threads, CancellationToken stop) =>
        new(samples, list, Math.Min(Math.Min(threads - 1, MostThreads), list.Count), stop);

    /// <summary>Reads no further sample.</summary>
    public void End() => _ended = true;

    /// <summary>Reads no further sample, and waits until none is being read.</summary>
    public void Dispose()
    {
        End();
        foreach (var thread in _threads) thread.Join();
    }

    private void Read()
    {
        try
        {
            set_num_threads(1);
            while (!_ended && !_stop.IsCancellationRequested && Interlocked.Increment(ref _next) is var place && place < _list.Count && _samples.HasRoom)
                _samples.Get(_list[place]);
        }
        catch (Exception)
        {
            // Whoever asks for the sample hears of it, in its place.
        }
    }
}
