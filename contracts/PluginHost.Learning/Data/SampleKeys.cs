namespace PluginHost.Learning;

/// <summary>Names of the tensors of a <see cref="Sample"/>. Data sets and extractors may add others.</summary>
public static class SampleKeys
{
    /// <summary>Mono sound, float32 (samples), within [-1, 1], at <see cref="DatasetInfo.AudioRate"/>.</summary>
    public const string Audio = "audio";

    /// <summary>Pictures, uint8 (frames, channels, height, width) with 1 (grey) or 3 (RGB) channels, at <see cref="DatasetInfo.FrameRate"/>.</summary>
    public const string Frames = "frames";

    /// <summary>Object vectors, float32 (frames, size), one per frame.</summary>
    public const string Objects = "objects";

    /// <summary>Motion vectors, float32 (size, steps), one set per sample.</summary>
    public const string Motion = "motion";

    /// <summary>A single picture, float32 (channels, height, width), for classification.</summary>
    public const string Image = "image";

    /// <summary>A vector of numbers that describes the sample, float32 (size), for classification without pictures.</summary>
    public const string Features = "features";

    /// <summary>A mask to predict over <see cref="Image"/>, float32 (1, height, width).</summary>
    public const string Mask = "mask";

    /// <summary>A text that describes the sample: a key of <see cref="Sample.Texts"/>.</summary>
    public const string Caption = "caption";
}
