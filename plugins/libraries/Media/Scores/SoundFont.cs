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

/// <summary>A preset of a SoundFont.</summary>
/// <param name="Name">Up to 20 characters.</param>
/// <param name="Bank">MIDI bank; 128 is percussion.</param>
/// <param name="Program">MIDI program, from 0.</param>
public sealed record SoundFontPreset(string Name, int Bank, int Program);

/// <summary>A recorded sample of a SoundFont; places count samples of the whole sound data.</summary>
/// <param name="Name">Up to 20 characters.</param>
/// <param name="Rate">Samples a second, in hertz.</param>
/// <param name="Start">First sample.</param>
/// <param name="End">First sample behind it.</param>
/// <param name="LoopStart">First sample of the part that is repeated while a key is held.</param>
/// <param name="LoopEnd">First sample behind that part.</param>
/// <param name="Pitch">Key that was recorded, 0 to 127; 60 is middle C.</param>
public sealed record SoundFontSample(string Name, long Rate, long Start, long End, long LoopStart, long LoopEnd, int Pitch);
