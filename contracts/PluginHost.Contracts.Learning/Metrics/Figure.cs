namespace PluginHost.Contracts.Learning;

/// <summary>A figure that a metric gives.</summary>
public sealed record Figure
{
    /// <summary>Its name, such as <c>SDR</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its unit, such as <c>dB</c>; empty if it has none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Whether more is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Whether the figure describes the input and not the model (the mixture's SDR): a baseline, never used to choose a checkpoint.</summary>
    public bool Baseline { get; init; }
}
