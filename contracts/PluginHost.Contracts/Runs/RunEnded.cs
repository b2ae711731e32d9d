using System.Text.Json;

namespace PluginHost.Contracts;

/// <summary>The last event of a run, published by the host.</summary>
public sealed class RunEnded : RunEvent
{
    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>Wall-clock time of this execution.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Why it stopped or failed; <see langword="null"/> when it completed.</summary>
    public string? Reason { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Directory { get; init; }

    /// <inheritdoc/>
    public override string Name => "run-ended";

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("outcome", Outcome.ToString().ToLowerInvariant());
        json.WriteNumber("seconds", Math.Round(Elapsed.TotalSeconds, 3));
        json.WriteString("directory", Directory);
        if (Reason is not null) json.WriteString("reason", Reason);
    }
}
