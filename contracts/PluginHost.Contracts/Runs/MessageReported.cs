using System.Text.Json;

namespace PluginHost.Contracts;

/// <summary>A sentence for people.</summary>
public sealed class MessageReported : RunEvent
{
    /// <summary>How important it is.</summary>
    public FindingSeverity Severity { get; init; } = FindingSeverity.Note;

    /// <summary>The sentence.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public override string Name => "message";

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("severity", Severity.ToString().ToLowerInvariant());
        json.WriteString("text", Text);
    }
}
