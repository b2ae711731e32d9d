namespace PluginHost.Instruments.Figures;

/// <summary>A line with round ends.</summary>
public sealed record Stroke : Shape
{
    public required (double X, double Y) From { get; init; }

    public required (double X, double Y) To { get; init; }

    /// <summary>Half of the line's thickness.</summary>
    public required double Radius { get; init; }

    public override (double Left, double Top, double Right, double Bottom) Bounds => (
        Math.Min(From.X, To.X) - Radius,
        Math.Min(From.Y, To.Y) - Radius,
        Math.Max(From.X, To.X) + Radius,
        Math.Max(From.Y, To.Y) + Radius);

    public override bool Contains(double x, double y)
    {
        var (dx, dy) = (To.X - From.X, To.Y - From.Y);
        var length = (dx * dx) + (dy * dy);
        var along = length == 0 ? 0 : Math.Clamp((((x - From.X) * dx) + ((y - From.Y) * dy)) / length, 0, 1);
        var (ex, ey) = (x - From.X - (along * dx), y - From.Y - (along * dy));
        return (ex * ex) + (ey * ey) <= Radius * Radius;
    }
}
