using System.Text.Json;
using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>A training step was taken; published at the engine's logging interval.</summary>
public sealed class StepCompleted : RunEvent
{
    /// <summary>The experience, from 0.</summary>
    public required int Experience { get; init; }

    /// <summary>The phase's name.</summary>
    public required string Phase { get; init; }

    /// <summary>The epoch within the phase, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>The step within the phase, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of the phase in all.</summary>
    public required int Steps { get; init; }

    /// <summary>The total loss.</summary>
    public required double Loss { get; init; }

    /// <summary>The unweighted terms by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Terms { get; init; }

    /// <summary>The learning rate of each parameter group by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Rates { get; init; }

    /// <summary>Steps per second since the last such event.</summary>
    public required double StepsPerSecond { get; init; }

    /// <inheritdoc/>
    public override string Name => "step";

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("experience", Experience);
        json.WriteString("phase", Phase);
        json.WriteNumber("epoch", Epoch);
        json.WriteNumber("step", Step);
        json.WriteNumber("steps", Steps);
        JsonNumbers.Write(json, "loss", Loss);
        json.WriteStartObject("terms");
        foreach (var (name, value) in Terms) JsonNumbers.Write(json, name, value);
        json.WriteEndObject();
        json.WriteStartObject("rates");
        foreach (var (name, value) in Rates) JsonNumbers.Write(json, name, value);
        json.WriteEndObject();
        JsonNumbers.Write(json, "stepsPerSecond", StepsPerSecond);
    }
}
