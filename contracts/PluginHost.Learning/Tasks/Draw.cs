namespace PluginHost.Learning;

/// <summary>What one item of a batch is made of: one sample for classification, the sources of a mixture for separation. All chance is settled in it.</summary>
public sealed record Draw
{
    /// <summary>The sources; every draw of a task has equally many.</summary>
    public required IReadOnlyList<DrawSource> Sources { get; init; }

    /// <summary>Whether the item is for training (augmented) or for evaluation.</summary>
    public required bool Training { get; init; }

    /// <summary>Seed for further chance in the item, such as augmentation; 0 in evaluation.</summary>
    public long Seed { get; init; }

    /// <summary>How the task changes the item in a test, in its own words, such as a modality that is left out; empty for an item as it is.</summary>
    public string Variant { get; init; } = "";
}

/// <summary>One sample's part in a <see cref="Draw"/>.</summary>
public sealed record DrawSource
{
    /// <summary>The sample.</summary>
    public required SampleInfo Sample { get; init; }

    /// <summary>Where to crop, from 0 (earliest) to 1 (latest); <see langword="null"/> for the middle, as in evaluation.</summary>
    public double? Position { get; init; }

    /// <summary>Factor on the sound's amplitude; 1 in evaluation.</summary>
    public double Gain { get; init; } = 1;

    /// <summary>Whether the sample comes from memory.</summary>
    public bool FromMemory { get; init; }

    /// <summary>Whether metrics count this source; in a mixture made to test one class the partner may not count.</summary>
    public bool Counted { get; init; } = true;
}
