using Microsoft.Extensions.Hosting;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Loading;

namespace PluginHost.Runs;

/// <summary>Runs the engine as the one service of a .NET generic host, whose lifetime turns Ctrl-C and SIGTERM into cancellation.</summary>
internal sealed class EngineService(EngineLife life, IHostApplicationLifetime lifetime) : BackgroundService
{
    private volatile EngineResult? _result;

    /// <summary>The result, or <see langword="null"/> while the engine runs.</summary>
    public EngineResult? Result => _result;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // On a thread of its own: engines compute for hours, and ambient state they set stays with them.
            await Task.Factory.StartNew(
                () => life.Engine.RunAsync(stoppingToken),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap();
            _result = new EngineResult { Outcome = RunOutcome.Completed };
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _result = new EngineResult { Outcome = RunOutcome.Stopped, Reason = "stopped by a signal" };
        }
        catch (JobException exception)
        {
            _result = new EngineResult
            {
                Outcome = RunOutcome.Failed,
                Reason = exception.Message,
                InputFindings = exception.Findings,
                Trace = exception.ToString(),
            };
        }
        catch (ComponentFailedException exception)
        {
            _result = new EngineResult
            {
                Outcome = RunOutcome.Failed,
                Reason = Blame(exception),
                Trace = exception.ToString(),
                Abandoned = exception.MayStillRun,
            };
        }
        catch (RunFailedException exception)
        {
            _result = new EngineResult { Outcome = RunOutcome.Failed, Reason = exception.Message, Trace = exception.ToString() };
        }
        catch (Exception exception)
        {
            _result = new EngineResult
            {
                Outcome = RunOutcome.Failed,
                Reason = Blame(exception),
                Trace = exception.ToString(),
            };
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private string Blame(ComponentFailedException exception)
    {
        if (PluginCode.Owner(exception.Component, life.Plugins) is not { } owner) return exception.Message;
        var reason = $"{owner.Folder}: {exception.Message}";
        owner.Folder.MoveTo(PluginState.Faulted, reason);
        return reason;
    }

    /// <summary>What an engine let through, with the plugin whose code threw it.</summary>
    private string Blame(Exception exception)
    {
        var what = PluginCode.Describe(exception);
        if (PluginCode.Culprit(exception, life.Plugins) is not { } culprit) return what;
        var reason = $"{culprit.Folder} threw {what}";
        culprit.Folder.MoveTo(PluginState.Faulted, reason);
        return reason;
    }
}
