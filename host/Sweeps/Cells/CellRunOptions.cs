namespace PluginHost.Comparisons.Cells;

/// <summary>What the command line asks of every cell's run.</summary>
internal sealed record CellRunOptions
{
    public string? Device { get; init; }

    /// <summary>Further changes of every cell's job, as texts of the form <c>path=value</c>; they come last.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Plugin directories, absolute.</summary>
    public IReadOnlyList<string> PluginDirectories { get; init; } = [];
}
