using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>Options of <c>rotnet</c>.</summary>
public sealed class RotationOptions
{
    /// <summary>Channels of the first stage of the ResNet-18; a vector has eight times as many numbers.</summary>
    [Range(1, 64)]
    public int Width { get; set; } = 16;

    /// <summary>Height and width of the pictures that the network sees, in pixels.</summary>
    [Range(32, 224)]
    public int ImageSize { get; set; } = 64;

    /// <summary>How frames come to that size.</summary>
    public PictureFit Fit { get; set; } = PictureFit.Crop;

    /// <summary>The most training samples of the first experience that it learns from.</summary>
    [Range(1, 100_000)]
    public int Samples { get; set; } = 256;

    /// <summary>Frames of each of them, spread evenly.</summary>
    [Range(2, 64)]
    public int FramesPerSample { get; set; } = 4;

    /// <summary>Steps of training.</summary>
    [Range(1, 1_000_000)]
    public int Steps { get; set; } = 300;

    /// <summary>Pictures of a step; each is seen in four turns.</summary>
    [Range(1, 1024)]
    public int BatchSize { get; set; } = 32;

    /// <summary>The learning rate at the first step; it falls to zero by half a cosine.</summary>
    [Range(1e-6, 1.0)]
    public double Rate { get; set; } = 0.05;
}
