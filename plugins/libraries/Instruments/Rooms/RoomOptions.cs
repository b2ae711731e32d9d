namespace PluginHost.Instruments.Rooms;

/// <summary>How a clip is recorded. Levels are root mean squares against full scale 1.</summary>
public sealed record RoomOptions
{
    public double Level { get; init; } = 0.08;

    /// <summary>The clip's level is Level times a factor of up to this many dB either way.</summary>
    public double LevelSpreadDecibels { get; init; } = 2;

    /// <summary>White noise in dB under full scale.</summary>
    public double NoiseDecibels { get; init; } = -60;

    /// <summary>Gain of the first echo, at most; the second is drawn the same way.</summary>
    public double Echo { get; init; } = 0.25;
}
