namespace PluginHost.Comparisons.Cells;

/// <summary>One run of a comparison: a value of every axis.</summary>
internal sealed record ComparisonCell
{
    /// <summary>Its name for people: the names of its values.</summary>
    public required string Name { get; init; }

    /// <summary>Its run folder's name inside the comparison's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Value name by axis name, in the order of the axes.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>What it changes in the base job: the comparison's changes, then those of its values in the order of the axes.</summary>
    public required IReadOnlyList<JobChange> Changes { get; init; }

    /// <summary>Whether one of its values is a bound.</summary>
    public bool Bound { get; init; }

    public override string ToString() => Name;
}
