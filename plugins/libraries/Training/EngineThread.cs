using System.Runtime.ExceptionServices;

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
        var work = PrepareAndRun();
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

        async Task PrepareAndRun()
        {
            // No dispose scope: the data set may keep tensors that it makes.
            await OnThread(() => Prepare(parts, given.Token)).ConfigureAwait(false);
            await Run(() =>
            {
                using var run = new StreamRun(parts, tests, given.Token);
                store = run.Store;
                run.Execute();
            }).ConfigureAwait(false);
        }
    }

    /// <summary>Runs work on a new thread.</summary>
    /// <param name="work">The work.</param>
    /// <returns>A task that ends with the work, or with its exception.</returns>
    public static Task Run(Action work) => OnThread(() =>
    {
        using var scope = NewDisposeScope();
        work();
    });

    private static async Task OnThread(Action work)
    {
        var done = new TaskCompletionSource<ExceptionDispatchInfo?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => done.SetResult(Execute(work))) { IsBackground = true, Name = "engine" };
        thread.Start();
        var failure = await done.Task.ConfigureAwait(false);
        failure?.Throw();
    }

    private static void Prepare(JobParts parts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        parts.Calls.Do(
            parts.Dataset,
            nameof(IDataset.PrepareAsync),
            () => parts.Dataset.PrepareAsync(cancellationToken).GetAwaiter().GetResult());
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static ExceptionDispatchInfo? Execute(Action work)
    {
        try
        {
            work();
            return null;
        }
        catch (Exception exception)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }
}
