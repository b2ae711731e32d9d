namespace PluginHost.Instruments.Figures;

/// <summary>Where a figure stands in the picture: turned, scaled, mirrored, shifted. Drawn once a clip.</summary>
public sealed record Pose
{
    private double _sine;
    private double _cosine = 1;

    public double Turn
    {
        get => Math.Atan2(_sine, _cosine);
        init => (_sine, _cosine) = Math.SinCos(value);
    }

    public double Scale { get; init; } = 1;

    public bool Mirrored { get; init; }

    public (double X, double Y) Shift { get; init; }

    /// <summary>Turn, scale and shift vary with the amount; at 1 by +-0.3 rad, +-17 %, +-0.17 of the half picture.</summary>
    public static Pose Draw(double amount, bool mirror, ClipRandom random) => new()
    {
        Turn = amount * random.Uniform(-0.3, 0.3),
        Scale = 1 + (amount * random.Uniform(-0.17, 0.17)),
        Shift = (amount * random.Uniform(-0.17, 0.17), amount * random.Uniform(-0.17, 0.17)),
        Mirrored = mirror && random.Chance(0.5),
    };

    public (double X, double Y) ToPicture(double x, double y)
    {
        if (Mirrored) x = -x;
        return ((Scale * ((x * _cosine) - (y * _sine))) + Shift.X, (Scale * ((x * _sine) + (y * _cosine))) + Shift.Y);
    }

    public (double X, double Y) ToFigure(double x, double y)
    {
        var (dx, dy) = ((x - Shift.X) / Scale, (y - Shift.Y) / Scale);
        var (u, v) = ((dx * _cosine) + (dy * _sine), (dy * _cosine) - (dx * _sine));
        return (Mirrored ? -u : u, v);
    }
}
