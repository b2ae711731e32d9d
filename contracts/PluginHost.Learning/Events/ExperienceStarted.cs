using System.Text.Json;
using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>An experience begins.</summary>
public sealed class ExperienceStarted : RunEvent
{
    /// <summary>The experience, from 0.</summary>
    public required int Experience { get; init; }

    /// <summary>How many there are.</summary>
    public required int Experiences { get; init; }

    /// <summary>Names of the new classes.</summary>
    public required IReadOnlyList<string> NewClasses { get; init; }

    /// <summary>The number of new training samples.</summary>
    public required int NewSamples { get; init; }

    /// <summary>The number of exemplars in memory.</summary>
    public required int Exemplars { get; init; }

    /// <summary>The memory's size in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Training steps of the main phase.</summary>
    public required int Steps { get; init; }

    /// <inheritdoc/>
    public override string Name => "experience-started";

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("experience", Experience);
        json.WriteNumber("experiences", Experiences);
        json.WriteStartArray("newClasses");
        foreach (var name in NewClasses) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteNumber("newSamples", NewSamples);
        json.WriteNumber("exemplars", Exemplars);
        json.WriteNumber("memoryBytes", MemoryBytes);
        json.WriteNumber("steps", Steps);
    }
}
