using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Loading;

namespace PluginHost.Runs;

/// <summary>How an engine's execution ended.</summary>
internal sealed record EngineResult
{
    /// <summary>It did its work.</summary>
    public static readonly EngineResult Completed = new() { Outcome = RunOutcome.Completed };

    public required RunOutcome Outcome { get; init; }

    /// <summary>Why it stopped or failed.</summary>
    public string? Reason { get; init; }

    /// <summary>Findings, if the engine blames the job's input.</summary>
    public IReadOnlyList<Finding> InputFindings { get; init; } = [];

    /// <summary>The exception's text for <c>--verbose</c>.</summary>
    public string? Trace { get; init; }

    /// <summary>Whether the engine did not stop in time and may still be running.</summary>
    public bool Abandoned { get; init; }

    /// <summary>What an engine's exception means.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="plugins">The plugins of the job, one of which may turn out to be at fault.</param>
    /// <param name="stop">Why it was told to stop; <see langword="null"/> if it was not.</param>
    public static EngineResult Of(Exception exception, IReadOnlyList<LoadedPlugin> plugins, string? stop) => exception switch
    {
        OperationCanceledException when stop is not null => new() { Outcome = RunOutcome.Stopped, Reason = stop },
        JobException job => Failed(job.Message, job) with { InputFindings = job.Findings },
        ComponentFailedException failure => Failed(Blame(failure, plugins), failure) with { Abandoned = failure.MayStillRun },
        RunFailedException failure => Failed(failure.Message, failure),
        _ => Failed(Blame(exception, plugins), exception),
    };

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
