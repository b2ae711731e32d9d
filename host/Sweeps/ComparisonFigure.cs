namespace PluginHost.Comparisons;

/// <summary>A figure to tabulate.</summary>
internal sealed record ComparisonFigure
{
    public required string Name { get; init; }

    /// <summary>Its path in a run's metrics.json, such as <c>experiences[last].test.scores.SDR</c>.</summary>
    public required string Path { get; init; }

    /// <summary>1 if higher is better, -1 if lower is, 0 if there is no better.</summary>
    public int Direction { get; init; } = 1;

    public int Decimals { get; init; } = 2;

    public string? Unit { get; init; }

    /// <summary>The name with its unit and the better direction.</summary>
    public string Heading => (Unit is null ? Name : $"{Name} ({Unit})") + Direction switch { > 0 => " ↑", < 0 => " ↓", _ => "" };
}
