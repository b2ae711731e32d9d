namespace PluginHost.Contracts.Learning;

/// <summary>What one item of a batch is made of: one sample for classification, the sources of a mixture for separation. All chance is settled in it.</summary>
public sealed record Draw
{
    /// <summary>The sources; every draw of a task has equally many.</summary>
    public required IReadOnlyList<DrawSource> Sources { get; init; }

    /// <summary>Whether the item is for training (augmented) or for evaluation.</summary>
    public required bool Training { get; init; }
}
