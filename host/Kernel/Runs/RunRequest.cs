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

    /// <summary>How long the engine may take to stop after a signal, and after the run all components together to be disposed.</summary>
    public TimeSpan StopDeadline { get; init; } = EngineHost.StopDeadline;
}
