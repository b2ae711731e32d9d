namespace PluginHost.Instruments.Scores;

/// <summary>How an instrument's melodies are written and held.</summary>
public sealed record ScoreStyle
{
    public required int LowPitch { get; init; }

    public required int HighPitch { get; init; }

    /// <summary>Melody over five instead of seven notes of an octave.</summary>
    public bool Pentatonic { get; init; }

    /// <summary>Share of notes that become a chord.</summary>
    public double ChordChance { get; init; }

    /// <summary>Notes of a chord.</summary>
    public int ChordSize { get; init; } = 3;

    /// <summary>Seconds between the notes of a strummed chord; 0 = together.</summary>
    public double Strum { get; init; }

    /// <summary>Part of the written duration that sounds; above 1 the notes ring into each other.</summary>
    public double Gate { get; init; } = 0.95;

    public double RestChance { get; init; } = 0.1;

    /// <summary>A drum pattern instead of a melody; pitches are General MIDI percussion keys.</summary>
    public bool Percussion { get; init; }

    /// <summary>Fast repeats of a held note per second (pipa); 0 = none. The score keeps one note, the player repeats it.</summary>
    public double Tremolo { get; init; }

    /// <summary>Height in cents of a bend into (negative: from below) or within a note; 0 = none.</summary>
    public double Bend { get; init; }
}
