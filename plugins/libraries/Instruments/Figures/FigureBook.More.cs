namespace PluginHost.Instruments.Figures;

/// <summary>The second half of the drawings.</summary>
public static partial class FigureBook
{
    private static Shape[] More(string name) => name switch
    {
        "xylophone" => [Line(-0.9, -0.5, 0.9, -0.25, 0.05, Dark), Line(-0.9, 0.6, 0.9, 0.3, 0.05, Dark),
            Box(-0.85, -0.75, -0.6, 0.8, Wood), Box(-0.45, -0.65, -0.2, 0.7, Pale), Box(-0.05, -0.55, 0.2, 0.6, Wood),
            Box(0.35, -0.45, 0.55, 0.5, Pale), Box(0.7, -0.38, 0.88, 0.42, Wood)],
        "acoustic_guitar" => [Disc(0.02, 0.52, 0.5, 0.38, Wood), Disc(0, 0.05, 0.36, 0.28, Wood), Disc(0, 0.22, 0.15, 0.15, Dark),
            Line(0, 0.05, 0, -0.75, 0.06, Dark), Box(-0.13, -0.95, 0.13, -0.72, Pale)],
        "banjo" => [Disc(-0.4, 0.4, 0.48, 0.48, Dark), Disc(-0.4, 0.4, 0.4, 0.4, White), Line(-0.2, 0.2, 0.75, -0.75, 0.06, Wood),
            Line(0.7, -0.7, 0.9, -0.9, 0.1, Wood)],
        "cello" => [Disc(-0.1, 0.35, 0.4, 0.36, Wood), Disc(-0.05, -0.1, 0.3, 0.28, Wood), Line(-0.1, 0.6, 0, -0.9, 0.05, Dark),
            Line(-0.12, 0.68, -0.15, 0.95, 0.04, Silver), Line(-0.7, 0.25, 0.8, -0.05, 0.035, Pale)],
        "electric_bass" => [Shaped(Red, (-0.85, 0.45), (-0.8, -0.1), (-0.45, 0.05), (-0.1, -0.2), (-0.2, 0.15), (-0.05, 0.4), (-0.5, 0.5)),
            Line(-0.35, 0.18, 0.75, -0.25, 0.05, Pale), Line(0.75, -0.25, 0.92, -0.4, 0.1, Dark), Line(-0.5, 0.05, -0.4, 0.4, 0.05, Dark)],
        "erhu" => [Line(0.05, -0.9, 0.05, 0.6, 0.045, Pale),
            Shaped(Dark, (-0.2, 0.5), (0.3, 0.5), (0.38, 0.7), (0.3, 0.9), (-0.2, 0.9), (-0.28, 0.7)),
            Line(0.05, -0.7, 0.45, -0.75, 0.06, Wood), Line(0.05, -0.5, 0.45, -0.55, 0.06, Wood)],
        "guzheng" => [Shaped(Wood, (-0.95, -0.05), (0.9, -0.35), (0.95, 0.05), (-0.9, 0.5)), Line(-0.8, 0, 0.85, -0.22, 0.025, White),
            Line(-0.8, 0.14, 0.85, -0.12, 0.025, White), Line(-0.8, 0.3, 0.88, -0.02, 0.025, White),
            Line(-0.4, -0.05, 0.35, 0.15, 0.05, Dark)],
        "pipa" => [Disc(0, 0.5, 0.45, 0.4, Pale), Shaped(Pale, (-0.42, 0.4), (0.42, 0.4), (0.1, -0.55), (-0.1, -0.55)),
            Line(0, -0.5, 0, -0.75, 0.08, Dark), Line(0, -0.75, 0.25, -0.92, 0.07, Dark), Line(-0.2, 0.62, 0.2, 0.62, 0.05, Dark)],
        "trumpet" => [Line(-0.85, -0.1, 0.5, -0.1, 0.06, Brass), Shaped(Brass, (0.4, -0.16), (0.4, -0.04), (0.92, 0.3), (0.92, -0.5)),
            Disc(-0.1, 0.08, 0.4, 0.2, Brass, 0, 0.6), Box(-0.25, -0.35, -0.15, 0.35, Silver), Box(0, -0.35, 0.1, 0.35, Silver)],
        "ukulele" => [Disc(-0.42, 0, 0.32, 0.32, Brass), Disc(-0.02, 0, 0.25, 0.24, Brass), Disc(-0.25, 0, 0.1, 0.1, Dark),
            Line(0.1, 0, 0.65, 0, 0.06, Dark), Box(0.65, -0.12, 0.88, 0.12, Brass)],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no drawing of that name"),
    };
}
