using PluginHost.Contracts;
using PluginHost.Instruments.Figures;

namespace PluginHost.Instruments.Catalog;

/// <summary>The classes: MUSIC-21's twenty in ContAV-Sep's order, then any number of generated relatives of them.</summary>
public static class InstrumentCatalog
{
    /// <summary>Class ids 0 to 19 of the paper (ContAV-Sep; "congas" is left out there as here).</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "accordion", "bagpipe", "bassoon", "clarinet", "drum", "flute", "piano", "saxophone", "tuba", "violin",
        "xylophone", "acoustic_guitar", "banjo", "cello", "electric_bass", "erhu", "guzheng", "pipa", "trumpet", "ukulele",
    ];

    /// <summary>The first count names: the twenty, then "accordion_2", "bagpipe_2", ..., "accordion_3" and so on.</summary>
    public static IEnumerable<string> FirstNames(int count) => Enumerable.Range(0, count).Select(i =>
        i < Names.Count ? Names[i] : $"{Names[i % Names.Count]}_{1 + (i / Names.Count)}");

    public static bool Knows(string name) => Names.Contains(name, StringComparer.Ordinal) || Parse(name) is not null;

    /// <summary>The known name that needs the fewest edits to become this one .</summary>
    public static string Nearest(string name) => Names.MinBy(known => NearestName.Distance(known, name.ToLowerInvariant()))!;

    /// <summary>The class of that name.</summary>
    /// <exception cref="ArgumentException">No such class.</exception>
    public static Instrument Get(string name)
    {
        if (Names.Contains(name, StringComparer.Ordinal))
        {
            return new Instrument
            {
                Name = name,
                Style = InstrumentStyles.Of(name),
                Voice = InstrumentVoices.Of(name),
                Figure = FigureBook.Of(name),
                Gesture = InstrumentStyles.GestureOf(name),
            };
        }

        var parent = Parse(name) ?? throw new ArgumentException($"'{name}' is no instrument class.", nameof(name));
        return Relative(Get(parent), name);
    }

    private static string? Parse(string name)
    {
        var cut = name.LastIndexOf('_');
        return cut > 0 && int.TryParse(name.AsSpan(cut + 1), out var number) && number >= 2
            && Names.Contains(name[..cut], StringComparer.Ordinal) ? name[..cut] : null;
    }

    private static Instrument Relative(Instrument parent, string name)
    {
        var random = new ClipRandom(0, "relative", name);
        var shift = parent.Style.Percussion ? 0 : random.Integer(-7, 7);
        return parent with
        {
            Name = name,
            Voice = parent.Voice.Vary(random),
            Figure = FigureBook.Invent(random),
            Style = parent.Style with { LowPitch = parent.Style.LowPitch + shift, HighPitch = parent.Style.HighPitch + shift },
        };
    }
}
