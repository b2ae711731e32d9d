namespace PluginHost.Training;

/// <summary>A thread of the engine's own: everything numeric of a run happens on it, inside one dispose scope.</summary>
public static class EngineThread
{
    /// <summary>Prepares the data set and runs a job over a stream, watched.</summary>
    /// <param name="parts">The parts of the job.</param>
    /// <param name="tests">Makes the engine's tests.</param>
    /// <param name="cancellationToken">Stops the run between two steps.</param>
    /// <returns>A task that ends with the run, or with its exception.</returns>
    /// <exception cref="ComponentFailedException">A component threw, hung, or took all memory.</exception>
    public static async Task Run(JobParts parts, Func<StreamScene, IStreamTests> tests, CancellationToken cancellationToken)
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watchdog = new Watchdog(parts.Calls, parts.Options, parts.Events);
        StateStore? store = null;
        var work = Start(() =>
        {
            // Outside the dispose scope: the data set may keep tensors that it makes.
            Prepare(parts, given.Token);
            using var scope = NewDisposeScope();
            using var run = new StreamRun(parts, tests, given.Token);
            store = run.Store;
            run.Execute();
        });
        if (await Task.WhenAny(work, watchdog.Failure).ConfigureAwait(false) == work)
        {
            await work.ConfigureAwait(false);
            return;
        }

        // Whatever comes back after all neither goes on nor writes.
        store?.Close();
        await given.CancelAsync().ConfigureAwait(false);
        var failure = await watchdog.Failure.ConfigureAwait(false);
        throw new ComponentFailedException(failure.Component, failure.Call, $"{failure.Message} {store?.Describe()}".TrimEnd()) { MayStillRun = true };
    }

    /// <summary>Runs work on a new thread, inside a dispose scope.</summary>
    /// <param name="work">The work.</param>
    /// <returns>A task that ends with the work, or with its exception.</returns>
    public static Task Run(Action work) => Start(() =>
    {
        using var scope = NewDisposeScope();
        work();
    });

    private static Task Start(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Prepare(JobParts parts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        parts.Calls.Do(
            parts.Dataset,
            nameof(IDataset.PrepareAsync),
            () => parts.Dataset.PrepareAsync(cancellationToken).GetAwaiter().GetResult());
        cancellationToken.ThrowIfCancellationRequested();
    }
}
