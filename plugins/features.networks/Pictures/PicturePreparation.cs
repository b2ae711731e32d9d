namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>Brings frames to what a network sees: resized, cropped, scaled by the mean and deviation of its training.</summary>
/// <param name="Size">Height and width that the network sees.</param>
/// <param name="Shorter">The shorter side before the middle is taken.</param>
/// <param name="Filter">How pictures are resized.</param>
/// <param name="Mean">The mean of red, green, blue, from 0 to 1.</param>
/// <param name="Deviation">Their deviation.</param>
/// <param name="Fit">Whether the middle is taken or the whole picture stretched.</param>
/// <param name="RoundsHalves">Whether half a pixel beside the middle is rounded to an even number (torchvision) or down (Hugging
/// Face).</param>
internal sealed record PicturePreparation(
    int Size, int Shorter, Filter Filter, float[] Mean, float[] Deviation, PictureFit Fit, bool RoundsHalves = true)
{
    private static readonly float[] s_imageNetMean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] s_imageNetDeviation = [0.229f, 0.224f, 0.225f];

    /// <summary>torchvision's for ImageNet: the shorter side 256 for a network that sees 224, bilinear.</summary>
    public static PicturePreparation ImageNet(int size, PictureFit fit) =>
        new(size, (size * 256) / 224, Filter.Bilinear, s_imageNetMean, s_imageNetDeviation, fit);

    /// <summary>For a network that scales pictures itself.</summary>
    public static PicturePreparation Plain(int size, PictureFit fit) =>
        new(size, (size * 256) / 224, Filter.Bilinear, [0, 0, 0], [1, 1, 1], fit);

    /// <summary>CLIP's: bicubic, with a mean and deviation of its own.</summary>
    public static PicturePreparation Clip(int size, PictureFit fit) => new(
        size, size, Filter.Bicubic, [0.48145466f, 0.4578275f, 0.40821073f], [0.26862954f, 0.26130258f, 0.27577711f], fit);

    /// <summary>VideoMAE's: bilinear, scaled as for ImageNet.</summary>
    public static PicturePreparation Video(int size, PictureFit fit) =>
        new(size, size, Filter.Bilinear, s_imageNetMean, s_imageNetDeviation, fit, RoundsHalves: false);

    /// <summary>Prepares frames.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="frames">Which frames.</param>
    /// <returns>float32 (frames, 3, size, size), in the current dispose scope.</returns>
    public Tensor Prepare(Clip clip, IReadOnlyList<int> frames)
    {
        var pixels = Size * Size;
        var values = new float[frames.Count * 3 * pixels];
        for (var i = 0; i < frames.Count; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var into = values.AsSpan(((i * 3) + channel) * pixels, pixels);
                // Grey is repeated.
                if (channel > 0 && clip.Channels == 1) values.AsSpan(i * 3 * pixels, pixels).CopyTo(into);
                else Fitted(clip.Plane(frames[i], channel), clip.Height, clip.Width, into);
            }
        }

        var mean = tensor(Mean, [1, 3, 1, 1]);
        var deviation = tensor(Deviation, [1, 3, 1, 1]);
        return (tensor(values, [frames.Count, 3, Size, Size]) - mean) / deviation;
    }

    /// <summary>Resizes a plane and takes its middle.</summary>
    /// <param name="plane">Row by row.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="into">Takes size x size values from 0 to 1.</param>
    public void Fitted(ReadOnlySpan<byte> plane, int height, int width, Span<float> into)
    {
        var (tall, wide) = Sides(height, width);
        var resized = Resampling.Resize(plane, height, width, tall, wide, Filter);
        var (top, left) = (Start(tall), Start(wide));
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++) into[(y * Size) + x] = resized[((top + y) * wide) + left + x] / 255f;
        }
    }

    private (int Height, int Width) Sides(int height, int width)
    {
        if (Fit == PictureFit.Stretch) return (Size, Size);
        var longer = (int)((long)Shorter * Math.Max(height, width) / Math.Min(height, width));
        return height <= width ? (Shorter, longer) : (longer, Shorter);
    }

    private int Start(int side)
    {
        var beside = side - Size;
        return RoundsHalves ? (int)Math.Round(beside / 2.0, MidpointRounding.ToEven) : beside / 2;
    }
}
