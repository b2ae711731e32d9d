namespace PluginHost.Comparisons;

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
