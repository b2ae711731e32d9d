using PluginHost.Instruments.Voices;

namespace PluginHost.Instruments.Catalog;

/// <summary>The twenty synthesised voices.</summary>
internal static class InstrumentVoices
{
    private static readonly HarmonicVoice Bowed = new() { Attack = 0.075, Noise = 0.012, Release = 0.07 };
    private static readonly PluckedVoice Guitar = new()
    {
        Loop = 0.9965, Loss = 0.25, Softness = 0.45, Body = [(110, 0.5, 0.03), (210, 0.4, 0.025)],
    };


    public static Voice Of(string name) => name switch
    {
        "accordion" => new HarmonicVoice { Rolloff = 0.9, Beat = 7, Attack = 0.05 },
        "bagpipe" => new HarmonicVoice
        {
            Rolloff = 0.35, Resonances = [new(1100, 2), new(2300, 1.5)], Attack = 0.01, Release = 0.01, Drones = [58, 116.5],
        },
        "bassoon" => new HarmonicVoice { Rolloff = 1.1, Resonances = [new(480, 4), new(1150, 1.2)], Attack = 0.05, Noise = 0.01 },
        "clarinet" => new HarmonicVoice { Rolloff = 0.8, Even = 0.08, Resonances = [new(1500, 1)], Noise = 0.008 },
        "drum" => new DrumVoice(),
        "flute" => new HarmonicVoice { Rolloff = 2.2, Noise = 0.05, Tremolo = (5, 0.25), Attack = 0.07 },
        "piano" => new StruckVoice
        {
            Modes = StruckVoice.StretchedString(16, 4e-4), Decay = 2.2, Haste = 0.25, Rolloff = 1.2, Click = 0.08,
        },
        "saxophone" => new HarmonicVoice
        {
            Rolloff = 0.75, Resonances = [new(650, 2), new(1350, 1.6)], Noise = 0.02, Attack = 0.04, Vibrato = (5, 10, 0.3),
        },
        "tuba" => new HarmonicVoice { Brass = 5, Attack = 0.07, Release = 0.06 },
        "violin" => Bowed with
        {
            Resonances = [new(460, 1.5), new(1200, 1), new(2600, 2)], Vibrato = (5.6, 22, 0.25), Attack = 0.06,
        },
        "xylophone" => new StruckVoice { Modes = [1, 3, 6.1, 9.8], Decay = 0.22, Rolloff = 0.9, Click = 0.25, Damper = 0.3 },
        "acoustic_guitar" => Guitar,
        "banjo" => new PluckedVoice { Loop = 0.985, Loss = 0.15, Softness = 0.1, Body = [(500, 0.8, 0.01), (900, 0.8, 0.008)] },
        "cello" => Bowed with
        {
            Resonances = [new(220, 1.5), new(420, 1.5), new(1500, 1)], Vibrato = (5, 16, 0.25), Attack = 0.09,
        },
        "electric_bass" => new PluckedVoice { Loop = 0.998, Softness = 0.75, Loss = 0.5, Cabinet = 0.6 },
        "erhu" => new HarmonicVoice
        {
            Rolloff = 0.85, Resonances = [new(1000, 4), new(2700, 1.5)], Vibrato = (6.2, 38, 0.15), Glide = 180, Attack = 0.06,
            Noise = 0.012,
        },
        "guzheng" => new PluckedVoice { Loop = 0.9985, Loss = 0.12, Softness = 0.1, Press = 120 },
        "pipa" => new PluckedVoice { Loop = 0.978, Loss = 0.2, Softness = 0.15, Repeats = 11, Click = 0.15, Body = [(420, 0.5, 0.01)] },
        "trumpet" => new HarmonicVoice { Brass = 14, Attack = 0.025, Release = 0.04 },
        "ukulele" => new PluckedVoice { Loop = 0.988, Loss = 0.5, Softness = 0.55, Body = [(260, 0.7, 0.02), (620, 0.6, 0.012)] },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such instrument"),
    };
}
