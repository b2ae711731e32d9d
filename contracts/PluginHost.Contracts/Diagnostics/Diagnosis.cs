namespace PluginHost.Contracts;

/// <summary>One line of <c>doctor</c>'s report.</summary>
public sealed record Diagnosis
{
    /// <summary>What was looked at, such as <c>libtorch</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Its state, such as a version.</summary>
    public required string State { get; init; }

    /// <summary>Whether that is good, doubtful or bad.</summary>
    public FindingSeverity Severity { get; init; } = FindingSeverity.Note;

    /// <summary>The way out when it is not good.</summary>
    public string? Fix { get; init; }
}
