namespace PluginHost.Instruments.Figures;

/// <summary>A closed polygon, filled by the even-odd rule.</summary>
public sealed record Polygon : Shape
{
    public required IReadOnlyList<(double X, double Y)> Corners { get; init; }

    public override (double Left, double Top, double Right, double Bottom) Bounds =>
        (Corners.Min(c => c.X), Corners.Min(c => c.Y), Corners.Max(c => c.X), Corners.Max(c => c.Y));

    public override bool Contains(double x, double y)
    {
        var inside = false;
        for (int i = 0, j = Corners.Count - 1; i < Corners.Count; j = i++)
        {
            var (a, b) = (Corners[i], Corners[j]);
            if (a.Y > y != b.Y > y && x < ((b.X - a.X) * (y - a.Y) / (b.Y - a.Y)) + a.X) inside = !inside;
        }

        return inside;
    }
}
