using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Runs;

/// <summary>What the command line asks of a run.</summary>
internal sealed record RunRequest
{
    /// <summary>The job file or a folder that holds one.</summary>
    public required string Job { get; init; }

    public IReadOnlyList<string> Overrides { get; init; } = [];

    public string? Device { get; init; }

    /// <summary>Compute threads; <see langword="null"/> for what the job, the environment or the machine says.</summary>
    public int? Threads { get; init; }

    /// <summary>Plugin directories, absolute.</summary>
    public IReadOnlyList<string> PluginDirectories { get; init; } = [];

    /// <summary>Whether only what the job's lock says may run.</summary>
    public bool Locked { get; init; }

    /// <summary>The lock to hold to, absolute; <see langword="null"/> for the job's own.</summary>
    public string? LockFile { get; init; }

    /// <summary>Whether plugins stay loaded until the process ends; the runtime compiles their code faster then.</summary>
    public bool KeepsPlugins { get; init; }

    public bool Resume { get; init; }

    /// <summary>The run folder itself, absolute, or <see langword="null"/> for a numbered one under the job's output.</summary>
    public string? Output { get; init; }

    public bool ShowProgress { get; init; } = true;

    /// <summary>What is less severe is left out of the log in the run's folder.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How long the engine may take to stop after a signal, and after the run all components together to be disposed.</summary>
    public TimeSpan StopDeadline { get; init; } = JobHost.StopDeadline;
}

/// <summary>What became of a request to run or validate a job.</summary>
internal sealed record RunReport
{
    public required int ExitCode { get; init; }

    public required FindingList Findings { get; init; }

    /// <summary>The run's folder, or <see langword="null"/> if it did not come to a run.</summary>
    public string? Directory { get; init; }

    public RunOutcome? Outcome { get; init; }

    public string? Reason { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether an observer tells people how the run goes.</summary>
    public bool Observed { get; init; }

    /// <summary>The resolved job, if it came that far.</summary>
    public JsonObject? Job { get; init; }

    /// <summary>The paths of the resolved job at which another value changes no number.</summary>
    public IReadOnlyList<string> FreePaths { get; init; } = [];

    /// <summary>How a run ended, for programs: <c>run --json</c> prints it, <c>run --result</c> writes it into a file.</summary>
    public JsonObject ToJson() => new()
    {
        ["exitCode"] = ExitCode,
        ["outcome"] = Outcome?.ToString().ToLowerInvariant() ?? RunResult.Refused,
        ["reason"] = Reason,
        ["directory"] = Directory,
        ["seconds"] = Math.Round(Elapsed.TotalSeconds, 3),
        ["findings"] = Findings.ToJson(),
    };
}

/// <summary>What another process reads of the result that a run wrote into a file.</summary>
/// <param name="Outcome">The outcome, or <see cref="Refused"/> for a job that did not come to a run.</param>
/// <param name="Failure">Why it failed or was refused; <see langword="null"/> if it did not.</param>
internal sealed record RunResult(string Outcome, string? Failure)
{
    /// <summary>The outcome of a job that did not come to a run.</summary>
    public const string Refused = "refused";

    /// <summary>Reads a result; <see langword="null"/> if none was written, such as by a process that was killed.</summary>
    public static RunResult? Read(string file)
    {
        if (!File.Exists(file) || LocatedJson.Read(file, "", "").Value?.Root is not { } json) return null;
        if (!JsonWords.TryString(json["outcome"], out var outcome)) return null;
        if (outcome is not (Refused or "failed")) return new(outcome, null);
        if (JsonWords.TryString(json["reason"], out var reason)) return new(outcome, reason);
        var error = (json["findings"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(finding => JsonWords.TryString(finding["severity"], out var severity) && severity == "error");
        return new(outcome, error is null ? outcome : $"{error["code"]} {error["where"]}: {error["what"]}");
    }
}
