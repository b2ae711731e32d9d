using PluginHost.Json;

namespace PluginHost.Comparisons;

/// <summary>A comparison file as written, checked against itself; its cells' jobs are not looked at yet.</summary>
internal sealed record Comparison
{
    public required LocatedJson Json { get; init; }

    public required string Name { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>The base job's file, absolute.</summary>
    public required string Job { get; init; }

    /// <summary>Changes for every cell.</summary>
    public required IReadOnlyList<JobChange> Changes { get; init; }

    public required IReadOnlyList<ComparisonAxis> Axes { get; init; }

    /// <summary>Combinations that are left out.</summary>
    public required IReadOnlyList<CellPattern> Exceptions { get; init; }

    /// <summary>Names of the axes whose combinations are the table's rows.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>Names of the axes whose combinations are the table's groups of columns.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    public required IReadOnlyList<ComparisonFigure> Figures { get; init; }

    /// <summary>Where the published figures are from.</summary>
    public string? Source { get; init; }

    public required IReadOnlyList<PublishedCell> Published { get; init; }

    public ComparisonAxis? Repetition => Axes.FirstOrDefault(axis => axis.Repetition);

    public ComparisonAxis Axis(string name) => Axes.First(axis => axis.Name == name);
}
