using System.Text.Json.Nodes;
using PluginHost.Comparisons.Protocols;
using PluginHost.Jobs;
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

    /// <summary>The plugin's launcher that carries out the runs; <see langword="null"/> for <c>local</c>.</summary>
    public JobComponent? Launcher { get; init; }

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

    /// <summary>The protocol of tuning and evaluation; <see langword="null"/> for a comparison in one phase.</summary>
    public TwoPhase? Phases { get; init; }

    /// <summary>Budgets of bytes that say how many exemplars a cell has.</summary>
    public MemoryBudget? Budget { get; init; }

    /// <summary>Areas over the values of an axis.</summary>
    public IReadOnlyList<ComparisonArea> Areas { get; init; } = [];

    /// <summary>Tests between the values of an axis.</summary>
    public IReadOnlyList<ComparisonTest> Tests { get; init; } = [];

    public ComparisonAxis? Repetition => Axes.FirstOrDefault(axis => axis.Repetition);

    public ComparisonAxis Axis(string name) => Axes.First(axis => axis.Name == name);
}

/// <summary>One thing that varies from cell to cell.</summary>
internal sealed record ComparisonAxis
{
    public required string Name { get; init; }

    public required IReadOnlyList<AxisValue> Values { get; init; }

    /// <summary>Whether its values are repetitions of one another, such as seeds: figures are averaged over them.</summary>
    public bool Repetition { get; init; }

    public AxisValue? Find(string value) => Values.FirstOrDefault(candidate => candidate.Name == value);
}

/// <summary>One value of an axis.</summary>
internal sealed record AxisValue
{
    /// <summary>Its name in tables, patterns and <c>--only</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it changes in the job.</summary>
    public required IReadOnlyList<JobChange> Changes { get; init; }

    /// <summary>Whether it is an upper or lower bound, which never counts as the best.</summary>
    public bool Bound { get; init; }

    /// <summary>Its part of a cell's folder name.</summary>
    public required string Folder { get; init; }
}

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

/// <summary>One value of the base job that a comparison sets, as <c>run --set</c> does.</summary>
/// <param name="Path">The path in the job.</param>
/// <param name="Value">The value.</param>
/// <param name="Place">Where the change is written, for findings.</param>
internal sealed record JobChange(string Path, JsonNode? Value, string Place)
{
    /// <summary>The change as the text of a <c>--set</c>.</summary>
    public string Text => $"{Path}={Value?.ToJsonString() ?? "null"}";
}

/// <summary>Picks cells by names of axis values; an axis that is not named may have any value.</summary>
internal sealed class CellPattern(IReadOnlyDictionary<string, IReadOnlyList<string>> allowed, string? reason = null)
{
    /// <summary>Why such cells are left out, for the remarks under a table; <see langword="null"/> to say nothing.</summary>
    public string? Reason => reason;

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed => allowed;

    /// <summary>Whether the pattern fits a combination, given as value name by axis name; axes that the combination lacks do not
    /// count.</summary>
    public bool Fits(IReadOnlyDictionary<string, string> combination) => allowed.All(
        pair => !combination.TryGetValue(pair.Key, out var value) || pair.Value.Contains(value));
}

/// <summary>Figures that others published for some cells.</summary>
/// <param name="At">The cells.</param>
/// <param name="Figures">Value by the figure's name.</param>
/// <param name="Place">Where it is written, for findings.</param>
internal sealed record PublishedCell(CellPattern At, IReadOnlyDictionary<string, double> Figures, string Place);
