namespace PluginHost.Contracts.Learning;

/// <summary>The order in which classes arrive. Labels are counted in this order, so an increment's labels are consecutive.</summary>
public sealed record ClassStream
{
    /// <summary>The increments, first to last.</summary>
    public required IReadOnlyList<StreamIncrement> Increments { get; init; }

    /// <summary>Class names by label.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Whether strategies are told where increments begin and end; without boundaries the stream is task-free.</summary>
    public bool Boundaries { get; init; } = true;
}
