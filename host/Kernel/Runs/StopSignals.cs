using System.Runtime.InteropServices;
using PluginHost.Runtimes;

namespace PluginHost.Runs;

/// <summary>
/// Every signal that asks a command to stop, in one place: Ctrl-C, a closed terminal, TERM, QUIT, and what batch systems send before a limit
/// (USR1, USR2, XCPU). The first one, or the end of the process that started this one, is a request to stop; a second Ctrl-C one to stop at
/// once. What was ignored when the process began stays ignored, as <c>nohup</c> and a shell's background jobs want it.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    // The numbers of Linux and macOS; .NET has no names for these.
    private static readonly (string Name, PosixSignal Signal)[] Signals = OperatingSystem.IsWindows()
        ? [("SIGINT", PosixSignal.SIGINT), ("SIGTERM", PosixSignal.SIGTERM), ("SIGHUP", PosixSignal.SIGHUP)]
        :
        [
            ("SIGINT", PosixSignal.SIGINT), ("SIGTERM", PosixSignal.SIGTERM), ("SIGHUP", PosixSignal.SIGHUP), ("SIGQUIT", PosixSignal.SIGQUIT),
            ("SIGUSR1", (PosixSignal)(OperatingSystem.IsMacOS() ? 30 : 10)), ("SIGUSR2", (PosixSignal)(OperatingSystem.IsMacOS() ? 31 : 12)),
            ("SIGXCPU", (PosixSignal)24),
        ];

    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _kill = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly ParentWatch? _parent;
    private readonly Action<string> _tell;
    private readonly string _notice;
    private string? _reason;
    private int _interrupts;

    /// <summary>Listens from now on until it is disposed.</summary>
    /// <param name="tell">Told when a stop is asked for.</param>
    /// <param name="notice">What is told: how long it may take.</param>
    /// <param name="cancellationToken">Asks for a stop too.</param>
    public StopSignals(Action<string> tell, string notice, CancellationToken cancellationToken)
    {
        (_tell, _notice) = (tell, notice);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _registrations =
        [
            .. Signals.Where(pair => !IgnoredSignals.AtStart.Contains(pair.Name))
                .Select(pair => PosixSignalRegistration.Create(pair.Signal, context => OnSignal(context, pair.Name))),
        ];
        _parent = ParentWatch.Start(() => Request("the end of the process that started it"));
    }

    /// <summary>Requested: save the state and end.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Requested: end at once.</summary>
    public CancellationToken Kill => _kill.Token;

    /// <summary>What asked for the stop, such as <c>SIGUSR1</c>; <see langword="null"/> if no signal did.</summary>
    public string? Reason => _reason;

    /// <summary>Runs work that signals cancel, and with it the processes that it waits for.</summary>
    /// <returns>The work's exit code, or that of a stop.</returns>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        using var signals = new StopSignals(_ => { }, "", cancellationToken);
        await using var kill = signals.Kill.Register(() => Environment.Exit(ExitCodes.Stopped));
        try
        {
            return await work(signals.Stop);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return ExitCodes.Stopped;
        }
    }

    public void Dispose()
    {
        _parent?.Dispose();
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
        _kill.Dispose();
    }

    private void OnSignal(PosixSignalContext context, string name)
    {
        context.Cancel = true;
        var isInterrupt = context.Signal == PosixSignal.SIGINT;
        // A closed terminal or a batch system may send several signals in a row: only impatience at a keyboard is one.
        if (Request(name) || !isInterrupt) return;
        _kill.Cancel();
    }

    /// <returns>Whether this was the first request.</returns>
    private bool Request(string reason)
    {
        if (Interlocked.Increment(ref _interrupts) != 1) return false;
        _reason = reason;
        try
        {
            _tell($"{reason}: {_notice}");
        }
        catch (IOException)
        {
            // The terminal has gone.
        }

        _stop.Cancel();
        return true;
    }
}
