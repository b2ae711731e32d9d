using System.Runtime.ExceptionServices;

namespace PluginHost.Training;

/// <summary>Reads many samples on threads of its own, each with one thread of libtorch, as a loader's threads do.</summary>
internal static class ParallelReading
{
    private const int MostReports = 200;

    /// <summary>Reads places of a list, each once, in any order.</summary>
    /// <param name="first">The first place.</param>
    /// <param name="count">One past the last place.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="read">Reads a place; called on several threads. What it throws ends the reading and is thrown here.</param>
    /// <param name="report">Told now and then how many places are done, those before <paramref name="first"/> included.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">The reading is to end.</exception>
    public static void Each(int first, int count, int threads, Action<int> read, Action<int> report, CancellationToken cancellationToken)
    {
        var (next, done, every) = (first, first, Math.Max(1, count / MostReports));
        Exception? failure = null;
        var number = Math.Clamp(count - first, 1, threads);
        Thread[] readers = [.. Enumerable.Range(0, number).Select(i => new Thread(ReadSome) { IsBackground = true, Name = $"reader {i}" })];
        foreach (var reader in readers) reader.Start();
        foreach (var reader in readers) reader.Join();
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);

        void ReadSome()
        {
            try
            {
                set_num_threads(1);
                while (!cancellationToken.IsCancellationRequested && Volatile.Read(ref failure) is null)
                {
                    var place = Interlocked.Increment(ref next) - 1;
                    if (place >= count) return;
                    read(place);
                    if (Interlocked.Increment(ref done) is var total && total % every == 0) report(total);
                }
            }
            catch (Exception exception)
            {
                Volatile.Write(ref failure, exception);
            }
        }
    }
}
