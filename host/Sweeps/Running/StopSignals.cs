using System.Runtime.InteropServices;

namespace PluginHost.Comparisons.Running;

/// <summary>Turns Ctrl-C and SIGTERM into a request to stop, and a second Ctrl-C into one to stop at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _kill = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _interrupts;

    public StopSignals(Action<string> tell, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM };
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, context => OnSignal(context, tell)))];
    }

    /// <summary>Requested: start no more runs and stop those that are going on.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Requested: end runs at once.</summary>
    public CancellationToken Kill => _kill.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
        _kill.Dispose();
    }

    private void OnSignal(PosixSignalContext context, Action<string> tell)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _interrupts) == 1)
        {
            tell("Stopping: the runs save their states. Ctrl-C again stops at once.");
            _stop.Cancel();
        }
        else if (context.Signal == PosixSignal.SIGINT) _kill.Cancel();
    }
}
