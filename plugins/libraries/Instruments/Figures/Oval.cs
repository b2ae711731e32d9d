namespace PluginHost.Instruments.Figures;

/// <summary>An ellipse, turned by Angle radians; with a Hole above 0 a ring whose inner radius is that part of the outer one.</summary>
public sealed record Oval : Shape
{
    public required (double X, double Y) Centre { get; init; }

    public required (double X, double Y) Radius { get; init; }

    public double Angle { get; init; }

    public double Hole { get; init; }

    public override (double Left, double Top, double Right, double Bottom) Bounds
    {
        get
        {
            var reach = Math.Max(Radius.X, Radius.Y);
            return (Centre.X - reach, Centre.Y - reach, Centre.X + reach, Centre.Y + reach);
        }
    }

    public override bool Contains(double x, double y)
    {
        var (sine, cosine) = Math.SinCos(Angle);
        var (dx, dy) = (x - Centre.X, y - Centre.Y);
        var u = ((dx * cosine) + (dy * sine)) / Radius.X;
        var v = ((dy * cosine) - (dx * sine)) / Radius.Y;
        var square = (u * u) + (v * v);
        return square <= 1 && square >= Hole * Hole;
    }
}
