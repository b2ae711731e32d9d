namespace PluginHost.Instruments.Figures;

/// <summary>The drawings: a few outlines for each class, and invented ones for classes without a model.</summary>
public static partial class FigureBook
{
    private static readonly Colour Wood = Colour.From(0xC98B4E);
    private static readonly Colour Pale = Colour.From(0xF0E2C0);
    private static readonly Colour Brass = Colour.From(0xEBC54A);
    private static readonly Colour Silver = Colour.From(0xD8DEE6);
    private static readonly Colour Red = Colour.From(0xD85A50);
    private static readonly Colour Dark = Colour.From(0x2A1A14);
    private static readonly Colour White = Colour.From(0xFAFAF5);

    /// <summary>Four to seven outlines; later ones lie on top.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No drawing of that name.</exception>
    public static IReadOnlyList<Shape> Of(string name) => name switch
    {
        "accordion" => [Box(-0.85, -0.55, -0.5, 0.55, Red), Box(0.5, -0.55, 0.85, 0.55, Red), Box(-0.5, -0.42, 0.5, 0.42, Pale),
            Line(-0.25, -0.4, -0.25, 0.4, 0.05, Dark), Line(0, -0.4, 0, 0.4, 0.05, Dark), Line(0.25, -0.4, 0.25, 0.4, 0.05, Dark)],
        "bagpipe" => [Disc(-0.1, 0.35, 0.5, 0.33, Red, -0.3), Line(-0.3, 0.1, -0.7, -0.85, 0.07, Wood),
            Line(-0.1, 0.05, -0.15, -0.9, 0.07, Wood), Line(0.1, 0.1, 0.4, -0.8, 0.07, Wood), Line(0.3, 0.35, 0.8, 0.8, 0.06, Pale)],
        "bassoon" => [Line(-0.12, 0.85, -0.12, -0.85, 0.1, Wood), Line(0.1, 0.85, 0.1, -0.2, 0.1, Wood),
            Disc(0, 0.85, 0.25, 0.1, Silver), Line(0.1, -0.3, 0.7, -0.45, 0.045, Silver)],
        "clarinet" => [Line(-0.6, -0.75, 0.45, 0.5, 0.09, Silver), Shaped(Silver, (0.3, 0.62), (0.6, 0.36), (0.92, 0.72), (0.68, 0.95)),
            Line(-0.8, -0.95, -0.6, -0.75, 0.05, Dark), Disc(-0.1, -0.15, 0.06, 0.06, Dark), Disc(0.12, 0.12, 0.06, 0.06, Dark)],
        "drum" => [Box(-0.62, -0.2, 0.62, 0.6, Red), Disc(0, 0.6, 0.62, 0.22, Red), Disc(0, -0.2, 0.62, 0.25, White),
            Line(-0.62, 0.25, 0.62, 0.25, 0.06, Brass)],
        "flute" => [Line(-0.9, 0.08, 0.9, -0.08, 0.1, Silver), Disc(-0.6, 0.05, 0.12, 0.16, White), Disc(0.05, 0, 0.06, 0.06, Dark),
            Disc(0.3, -0.02, 0.06, 0.06, Dark), Disc(0.55, -0.04, 0.06, 0.06, Dark)],
        "piano" => [Shaped(Dark, (-0.85, 0.1), (-0.85, -0.75), (-0.2, -0.85), (0.2, -0.45), (0.85, -0.3), (0.85, 0.1)),
            Box(-0.9, 0.1, 0.9, 0.4, White), Line(-0.75, 0.4, -0.75, 0.9, 0.07, Dark), Line(0.75, 0.4, 0.75, 0.9, 0.07, Dark)],
        "saxophone" => [Line(-0.15, -0.7, -0.05, 0.6, 0.11, Brass), Line(-0.15, -0.7, -0.55, -0.75, 0.06, Brass),
            Disc(0.15, 0.6, 0.3, 0.3, Brass, 0, 0.4), Shaped(Brass, (0.28, 0.6), (0.48, 0.6), (0.85, -0.1), (0.2, -0.15))],
        "tuba" => [Disc(0, 0.35, 0.5, 0.5, Brass, 0, 0.55), Shaped(Brass, (-0.1, 0.1), (0.15, 0.1), (0.75, -0.9), (-0.6, -0.9)),
            Disc(0.05, -0.88, 0.66, 0.12, Pale), Line(-0.45, 0.1, -0.8, -0.15, 0.06, Silver)],
        "violin" => [Disc(-0.5, 0.28, 0.36, 0.33, Wood, 0.5), Disc(-0.12, 0.06, 0.27, 0.25, Wood, 0.5),
            Line(-0.15, 0.08, 0.75, -0.45, 0.06, Dark), Disc(0.85, -0.5, 0.1, 0.1, Wood), Line(-0.6, 0.33, -0.2, 0.1, 0.05, Pale)],
        _ => More(name),
    };

    /// <summary>Four random outlines around the centre: the figure of a generated class.</summary>
    public static IReadOnlyList<Shape> Invent(ClipRandom random)
    {
        Colour[] colours = [Wood, Pale, Brass, Silver, Red, Dark, White];
        var shapes = new List<Shape>();
        for (var i = 0; i < 4; i++)
        {
            var colour = colours[random.Integer(0, colours.Length - 1)];
            var (x, y) = (random.Uniform(-0.5, 0.5), random.Uniform(-0.5, 0.5));
            shapes.Add(random.Integer(0, 2) switch
            {
                0 => Disc(x, y, random.Uniform(0.15, 0.5), random.Uniform(0.15, 0.5), colour, random.Uniform(0, 3), Hole(random)),
                1 => Line(x, y, random.Uniform(-0.9, 0.9), random.Uniform(-0.9, 0.9), random.Uniform(0.07, 0.14), colour),
                _ => Shaped(colour, (x, y), (x + random.Uniform(-0.7, 0.7), y - 0.6), (x + 0.6, y + random.Uniform(-0.5, 0.7))),
            });
        }

        return shapes;
    }

    private static double Hole(ClipRandom random) => random.Chance(0.3) ? 0.6 : 0;

    private static Oval Disc(double x, double y, double rx, double ry, Colour colour, double angle = 0, double hole = 0) =>
        new() { Centre = (x, y), Radius = (rx, ry), Colour = colour, Angle = angle, Hole = hole };

    private static Stroke Line(double x1, double y1, double x2, double y2, double radius, Colour colour) =>
        new() { From = (x1, y1), To = (x2, y2), Radius = radius, Colour = colour };

    private static Polygon Box(double left, double top, double right, double bottom, Colour colour) =>
        Shaped(colour, (left, top), (right, top), (right, bottom), (left, bottom));

    private static Polygon Shaped(Colour colour, params (double X, double Y)[] corners) => new() { Corners = corners, Colour = colour };
}
