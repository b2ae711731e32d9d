using System.Text.Json;
using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>Samples were evaluated.</summary>
public sealed class EvaluationCompleted : RunEvent
{
    /// <summary>The experience after or during which it happened, from 0.</summary>
    public required int Experience { get; init; }

    /// <summary>What was tested: <c>validation</c>, <c>test</c> (all classes seen), <c>test-k</c> for the classes of experience k, or
    /// <c>planned-k</c> for those of the job's experience k where the strategy merged experiences.</summary>
    public required string Scope { get; init; }

    /// <summary>The training step after which it happened.</summary>
    public required int Step { get; init; }

    /// <summary>Mean values by figure name.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Scores { get; init; }

    /// <summary>The number of rows counted.</summary>
    public required int Counted { get; init; }

    /// <summary>The number of rows skipped because they could not be measured.</summary>
    public required int Skipped { get; init; }

    /// <inheritdoc/>
    public override string Name => "evaluation";

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("experience", Experience);
        json.WriteString("scope", Scope);
        json.WriteNumber("step", Step);
        json.WriteStartObject("scores");
        foreach (var (name, value) in Scores) JsonNumbers.Write(json, name, value);
        json.WriteEndObject();
        json.WriteNumber("counted", Counted);
        json.WriteNumber("skipped", Skipped);
    }
}
