namespace PluginHost.Separators.Checkpoints;

/// <summary>What is particular to the checkpoints of one separator.</summary>
public sealed record CheckpointRules
{
    /// <summary>The letters that its findings' codes begin with.</summary>
    public required string Code { get; init; }

    /// <summary>Names, with their part before them, of tensors with one row per class.</summary>
    public required IReadOnlySet<string> ClassRows { get; init; }

    /// <summary>What those rows are, for people.</summary>
    public required string RowsAre { get; init; }

    /// <summary>Names, with their part before them, under which official files hold a tensor a second time.</summary>
    public IReadOnlySet<string> Repeated { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Says what to do about names that a file has and the network lacks, and the other way round.</summary>
    public Func<string[], string[], string> Advice { get; init; } =
        (_, _) => "Name the file of this network, and set the separator's sizes to those of the file.";
}
