namespace PluginHost.Instruments.Figures;

/// <summary>A filled outline in the square from (-1, -1), top left, to (1, 1), bottom right.</summary>
public abstract record Shape
{
    public required Colour Colour { get; init; }

    /// <summary>Left, top, right, bottom of a box round the shape.</summary>
    public abstract (double Left, double Top, double Right, double Bottom) Bounds { get; }

    public abstract bool Contains(double x, double y);
}
