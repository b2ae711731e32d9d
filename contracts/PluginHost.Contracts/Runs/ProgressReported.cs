using System.Text.Json;

namespace PluginHost.Contracts;

/// <summary>How far a piece of work has come: training steps, clips rendered, mixtures evaluated.</summary>
public sealed class ProgressReported : RunEvent
{
    /// <summary>What is being done, such as <c>experience 2/4</c> or <c>rendering</c>; equal texts continue one bar.</summary>
    public required string Activity { get; init; }

    /// <summary>Units done so far.</summary>
    public required long Done { get; init; }

    /// <summary>Units in all; 0 if not known.</summary>
    public required long Total { get; init; }

    /// <summary>The unit, in the plural, such as <c>steps</c>.</summary>
    public string Unit { get; init; } = "items";

    /// <summary>Live figures to show beside the bar, such as <c>loss</c>; may be empty.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Figures { get; init; } = [];

    /// <inheritdoc/>
    public override string Name => "progress";

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("activity", Activity);
        json.WriteNumber("done", Done);
        json.WriteNumber("total", Total);
        json.WriteString("unit", Unit);
        foreach (var (name, value) in Figures) JsonNumbers.Write(json, name, value);
    }
}
