using PluginHost.Instruments.Figures;
using PluginHost.Instruments.Scores;

namespace PluginHost.Instruments.Catalog;

/// <summary>Pitch ranges, articulation and gestures of the twenty classes.</summary>
internal static class InstrumentStyles
{
    public static ScoreStyle Of(string name) => name switch
    {
        "accordion" => Range(55, 84) with { ChordChance = 0.5, Gate = 1 },
        "bagpipe" => Range(67, 81) with { RestChance = 0, Gate = 1 },
        "bassoon" => Range(36, 65),
        "clarinet" => Range(52, 86),
        "drum" => Range(35, 50) with { Percussion = true },
        "flute" => Range(62, 93),
        "piano" => Range(40, 84) with { ChordChance = 0.4, Gate = 1.2 },
        "saxophone" => Range(52, 81),
        "tuba" => Range(30, 55),
        "violin" => Range(57, 91) with { Gate = 0.98 },
        "xylophone" => Range(65, 96) with { Gate = 1 },
        "acoustic_guitar" => Range(42, 76) with { Gate = 1.9, ChordChance = 0.15, Strum = 0.01 },
        "banjo" => Range(50, 80) with { Gate = 1.6 },
        "cello" => Range(36, 67) with { Gate = 0.98 },
        "electric_bass" => Range(28, 52) with { Gate = 1 },
        "erhu" => Range(62, 88) with { Pentatonic = true, Gate = 1, Bend = -180 },
        "guzheng" => Range(48, 84) with { Pentatonic = true, Gate = 2.2, Bend = 120 },
        "pipa" => Range(52, 84) with { Pentatonic = true, Gate = 0.97, Tremolo = 11 },
        "trumpet" => Range(55, 82) with { Gate = 0.9 },
        "ukulele" => Range(60, 81) with { Gate = 1.6, ChordChance = 0.7, ChordSize = 4, Strum = 0.015 },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such instrument"),
    };

    public static Gesture GestureOf(string name) => name switch
    {
        "violin" or "cello" or "erhu" or "accordion" => Gesture.Bow,
        "bagpipe" or "bassoon" or "clarinet" or "flute" or "saxophone" or "tuba" or "trumpet" => Gesture.Finger,
        _ => Gesture.Pluck,
    };

    private static ScoreStyle Range(int low, int high) => new() { LowPitch = low, HighPitch = high };
}
