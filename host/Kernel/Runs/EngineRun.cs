using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Loading;

namespace PluginHost.Runs;

/// <summary>How an engine's execution ended.</summary>
internal sealed record EngineResult
{
    public required RunOutcome Outcome { get; init; }

    /// <summary>Why it stopped or failed.</summary>
    public string? Reason { get; init; }

    /// <summary>Findings, if the engine blames the job's input.</summary>
    public IReadOnlyList<Finding> InputFindings { get; init; } = [];

    /// <summary>The exception's text for <c>--verbose</c>.</summary>
    public string? Trace { get; init; }

    /// <summary>Whether the engine did not stop in time and may still be running.</summary>
    public bool Abandoned { get; init; }
}

/// <summary>Runs an engine and says how that ended, whatever it throws.</summary>
internal static class EngineRun
{
    /// <summary>Runs the engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="plugins">The plugins of the job, one of which may turn out to be at fault.</param>
    /// <param name="life">Tells it to stop.</param>
    public static async Task<EngineResult> RunAsync(IJobEngine engine, IReadOnlyList<LoadedPlugin> plugins, JobLife life)
    {
        var stopping = life.Stopping;
        if (stopping.IsCancellationRequested) return new() { Outcome = RunOutcome.Stopped, Reason = $"{life.StopReason()} before it started" };
        try
        {
            await engine.RunAsync(stopping);
            return new() { Outcome = RunOutcome.Completed };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new() { Outcome = RunOutcome.Stopped, Reason = life.StopReason() };
        }
        catch (JobException exception)
        {
            return Failed(exception.Message, exception) with { InputFindings = exception.Findings };
        }
        catch (ComponentFailedException exception)
        {
            return Failed(Blame(exception, plugins), exception) with { Abandoned = exception.MayStillRun };
        }
        catch (RunFailedException exception)
        {
            return Failed(exception.Message, exception);
        }
        catch (Exception exception)
        {
            return Failed(Blame(exception, plugins), exception);
        }
    }

    private static EngineResult Failed(string reason, Exception exception) =>
        new() { Outcome = RunOutcome.Failed, Reason = reason, Trace = exception.ToString() };

    private static string Blame(ComponentFailedException exception, IReadOnlyList<LoadedPlugin> plugins)
    {
        if (PluginCode.Owner(exception.Component, plugins) is not { } owner) return exception.Message;
        var reason = $"{owner.Folder}: {exception.Message}";
        owner.Folder.MoveTo(PluginState.Faulted, reason);
        return reason;
    }

    /// <summary>What an engine let through, with the plugin whose code threw it.</summary>
    private static string Blame(Exception exception, IReadOnlyList<LoadedPlugin> plugins)
    {
        var what = PluginCode.Describe(exception);
        if (PluginCode.Culprit(exception, plugins) is not { } culprit) return what;
        var reason = $"{culprit.Folder} threw {what}";
        culprit.Folder.MoveTo(PluginState.Faulted, reason);
        return reason;
    }
}
