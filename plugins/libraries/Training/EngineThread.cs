using System.Runtime.ExceptionServices;

namespace PluginHost.Training;

/// <summary>A thread of the engine's own: everything numeric of a run happens on it, inside one dispose scope.</summary>
public static class EngineThread
{
    /// <summary>Runs work on a new thread.</summary>
    /// <param name="work">The work.</param>
    /// <returns>A task that ends with the work, or with its exception.</returns>
    public static async Task Run(Action work)
    {
        var done = new TaskCompletionSource<ExceptionDispatchInfo?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => done.SetResult(Execute(work))) { IsBackground = true, Name = "engine" };
        thread.Start();
        var failure = await done.Task.ConfigureAwait(false);
        failure?.Throw();
    }

    private static ExceptionDispatchInfo? Execute(Action work)
    {
        try
        {
            using var scope = NewDisposeScope();
            work();
            return null;
        }
        catch (Exception exception)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }
}
