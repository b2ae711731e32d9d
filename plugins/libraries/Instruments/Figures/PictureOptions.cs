namespace PluginHost.Instruments.Figures;

/// <summary>How frames are drawn.</summary>
public sealed record PictureOptions
{
    /// <summary>Pixels on a side.</summary>
    public int Size { get; init; } = 32;

    /// <summary>Frames per second.</summary>
    public double FramesPerSecond { get; init; } = 8;

    public bool Colour { get; init; }

    /// <summary>How much pose differs between clips; 1 = +-0.3 rad, +-17 % size, +-0.17 of the half picture.</summary>
    public double PoseJitter { get; init; } = 1;

    /// <summary>Mirror every second clip on average.</summary>
    public bool Mirror { get; init; }

    /// <summary>Shapes in the background that belong to no instrument.</summary>
    public int Distractors { get; init; } = 1;

    /// <summary>Standard deviation of the sensor's noise; 1 = full scale.</summary>
    public double Noise { get; init; } = 0.01;
}
