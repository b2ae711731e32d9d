namespace PluginHost.Instruments.Voices;

/// <summary>What differs from one player to the next within a class: drawn once a clip, +-15 %.</summary>
public sealed record Character
{
    /// <summary>Factor on the frequencies of body resonances.</summary>
    public double Body { get; init; } = 1;

    /// <summary>Factor on the strength of body resonances.</summary>
    public double Colour { get; init; } = 1;

    /// <summary>Factor on noise and clicks.</summary>
    public double Breath { get; init; } = 1;

    /// <summary>Factor on vibrato, decay and attack times.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>Tuning of the whole clip in cents.</summary>
    public double Cents { get; init; }

    public static Character Draw(ClipRandom random) => new()
    {
        Body = random.Jitter(0.15),
        Colour = random.Jitter(0.15),
        Breath = random.Jitter(0.3),
        Pace = random.Jitter(0.15),
        Cents = random.Uniform(-12, 12),
    };
}
