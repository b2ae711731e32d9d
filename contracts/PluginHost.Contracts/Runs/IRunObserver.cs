namespace PluginHost.Contracts;

/// <summary>Sees every event of a run: writes progress, logs, reports. Must not influence the run.</summary>
/// <remarks>
/// Calls come one at a time, in order, but not always on the same thread, and the run waits for them: be quick. An observer that throws is
/// told of nothing more; the run goes on and a warning names it. Observers that hold files implement <see cref="IDisposable"/>.
/// </remarks>
[ComponentKind("observer", Many = true)]
[DoesNotAffectNumbers]
public interface IRunObserver
{
    /// <summary>Takes one event.</summary>
    /// <param name="runEvent">The event.</param>
    void OnEvent(RunEvent runEvent);
}
