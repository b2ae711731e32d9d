namespace PluginHost.Media.Scores;

/// <summary>What a SoundFont offers: presets and the samples that they play. The sound data itself is not read.</summary>
public sealed record SoundFont
{
    /// <summary>The bank's own name.</summary>
    public required string Name { get; init; }

    /// <summary>Presets in the order of the file.</summary>
    public required IReadOnlyList<SoundFontPreset> Presets { get; init; }

    /// <summary>Samples in the order of the file.</summary>
    public required IReadOnlyList<SoundFontSample> Samples { get; init; }
}
