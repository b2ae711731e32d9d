using PluginHost.Json;

namespace PluginHost.Jobs;

/// <summary>
/// A job file as written, with overrides applied and its own values checked. Components and options are not looked at yet.
/// </summary>
internal sealed record Job
{
    /// <summary>The job file, absolute.</summary>
    public required string File { get; init; }

    public required LocatedJson Json { get; init; }

    public required string Name { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>Compute threads as asked for; 0 if nothing was asked for.</summary>
    public required int Threads { get; init; }

    /// <summary>Extra plugin directories of the job, absolute.</summary>
    public required IReadOnlyList<string> PluginDirectories { get; init; }

    /// <summary>The parent of run folders, absolute.</summary>
    public required string Output { get; init; }

    public required IReadOnlyList<JobComponent> Components { get; init; }

    /// <summary>Kinds by the names that components of this job give them.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The folder that relative paths are relative to, absolute.</summary>
    public required string Directory { get; init; }
}
