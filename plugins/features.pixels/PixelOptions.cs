using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.FeaturesPixels;

/// <summary>Options of <c>features.pixels</c>. The defaults have the sizes of the paper's CLIP and VideoMAE vectors.</summary>
public sealed class PixelOptions
{
    /// <summary>Size of a frame's object vector.</summary>
    [Range(16, 4096)]
    public int ObjectSize { get; set; } = 512;

    /// <summary>Size of a motion vector.</summary>
    [Range(16, 4096)]
    public int MotionSize { get; set; } = 768;

    /// <summary>Motion vectors per clip; each compares two of twice as many frames spread over the clip.</summary>
    [Range(1, 64)]
    public int MotionSteps { get; set; } = 8;

    /// <summary>Length of every object vector.</summary>
    [Range(0.01, 1000)]
    public double ObjectNorm { get; set; } = 10;

    /// <summary>Seed of the fixed random projections; vectors of different seeds cannot be compared.</summary>
    [Range(0, 9007199254740991)]
    public long Seed { get; set; } = 1;
}
