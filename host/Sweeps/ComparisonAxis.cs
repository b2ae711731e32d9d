namespace PluginHost.Comparisons;

/// <summary>One thing that varies from cell to cell.</summary>
internal sealed record ComparisonAxis
{
    public required string Name { get; init; }

    public required IReadOnlyList<AxisValue> Values { get; init; }

    /// <summary>Whether its values are repetitions of one another, such as seeds: figures are averaged over them.</summary>
    public bool Repetition { get; init; }

    public AxisValue? Find(string value) => Values.FirstOrDefault(candidate => candidate.Name == value);
}
