using System.Text.Json;

namespace PluginHost.Contracts;

/// <summary>The first event of a run, published by the host.</summary>
public sealed class RunStarted : RunEvent
{
    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Directory { get; init; }

    /// <summary>The device asked for.</summary>
    public required string Device { get; init; }

    /// <summary>The number of compute threads.</summary>
    public required int Threads { get; init; }

    /// <summary>The job's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The components in use, as <c>kind.name version</c>.</summary>
    public required IReadOnlyList<string> Components { get; init; }

    /// <summary>Whether the run continues an earlier one.</summary>
    public bool Resumed { get; init; }

    /// <inheritdoc/>
    public override string Name => "run-started";

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("run", Run);
        json.WriteString("directory", Directory);
        json.WriteString("device", Device);
        json.WriteNumber("threads", Threads);
        json.WriteNumber("seed", Seed);
        json.WriteBoolean("resumed", Resumed);
        json.WriteStartArray("components");
        foreach (var component in Components) json.WriteStringValue(component);
        json.WriteEndArray();
    }
}
