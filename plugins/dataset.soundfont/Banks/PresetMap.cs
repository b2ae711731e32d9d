namespace PluginHost.Plugins.DatasetSoundfont.Banks;

/// <summary>Which presets play which class (numbers count from 0).</summary>
internal static class PresetMap
{
    /// <summary>Classes that no General MIDI preset plays; another instrument stands in.</summary>
    public static IReadOnlyDictionary<string, string> Proxies { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["erhu"] = "fiddle",
        ["guzheng"] = "koto",
        ["pipa"] = "shamisen",
    };

    /// <summary>Presets by class, the ones after the first are other players of the same instrument.</summary>
    public static IReadOnlyList<(int Bank, int Program)> Presets(string name) => name switch
    {
        "accordion" => [(0, 21)],
        "bagpipe" => [(0, 109)],
        "bassoon" => [(0, 70)],
        "clarinet" => [(0, 71)],
        "drum" => [(128, 0), (128, 8), (128, 16), (128, 32), (128, 40)],
        "flute" => [(0, 73)],
        "piano" => [(0, 0)],
        "saxophone" => [(0, 65), (0, 64), (0, 66), (0, 67)],
        "tuba" => [(0, 58)],
        "violin" => [(0, 40)],
        "xylophone" => [(0, 13)],
        "acoustic_guitar" => [(0, 25), (0, 24)],
        "banjo" => [(0, 105)],
        "cello" => [(0, 42)],
        "electric_bass" => [(0, 33), (0, 34)],
        "erhu" => [(0, 110)],
        "guzheng" => [(0, 107)],
        "pipa" => [(0, 106)],
        "trumpet" => [(0, 56)],
        "ukulele" => [(8, 24)],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such class"),
    };

    /// <summary>Used when a bank has none of a class's presets: TimGM6mb has no ukulele, so its nylon guitar plays.</summary>
    public static (int Bank, int Program)? Fallback(string name) => name is "ukulele" ? (0, 24) : null;

    /// <summary>Semitones by which a preset's notes are shifted: the baritone saxophone has no samples for the upper half.</summary>
    public static int Transpose((int Bank, int Program) preset) => preset is (0, 67) ? -12 : 0;

    /// <summary>
    /// What turns a stand-in's sound into its class (ffmpeg filters); the fiddle alone would be a second violin: mean feature distance
    /// 0.12 without and 0.38 with the filter on the same six melodies.
    /// </summary>
    public static string? Filter(string name) => name is "erhu"
        ? "highpass=f=350,equalizer=f=900:t=q:w=1.2:g=9,equalizer=f=1900:t=q:w=1.5:g=6,equalizer=f=450:t=q:w=2:g=-6,vibrato=f=5.6:d=0.25"
        : null;
}
