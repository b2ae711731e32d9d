namespace PluginHost.Contracts;

/// <summary>Tells the state of something on this machine that jobs depend on: <c>doctor</c> runs every diagnostic of every plugin it finds.</summary>
[ComponentKind("diagnostic", Many = true)]
public interface IDiagnostic
{
    /// <summary>Looks and reports. May take a few seconds; must not change the machine.</summary>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>What was found, good and bad.</returns>
    IEnumerable<Diagnosis> Diagnose(CancellationToken cancellationToken);
}

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
