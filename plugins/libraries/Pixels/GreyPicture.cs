namespace PluginHost.Pixels;

/// <summary>One frame as grey values in 0 to 1. Large frames are averaged down to 64 to 127 pixels on the shorter side.</summary>
internal sealed class GreyPicture
{
    private const int Side = 64;

    private GreyPicture(int height, int width) => (Height, Width, Pixels) = (height, width, new float[height * width]);

    public int Height { get; }

    public int Width { get; }

    /// <summary>Row by row.</summary>
    public float[] Pixels { get; }

    public static GreyPicture Read(ReadOnlySpan<byte> frames, int index, int channels, int height, int width)
    {
        var plane = height * width;
        var frame = frames.Slice(index * channels * plane, channels * plane);
        var factor = Math.Max(1, Math.Min(height, width) / Side);
        var picture = new GreyPicture(height / factor, width / factor);
        var share = 1f / (255f * factor * factor);
        for (var y = 0; y < picture.Height * factor; y++)
        {
            for (var x = 0; x < picture.Width * factor; x++)
            {
                var i = (y * width) + x;
                var grey = channels == 1 ? frame[i] : (0.299f * frame[i]) + (0.587f * frame[plane + i]) + (0.114f * frame[(2 * plane) + i]);
                picture.Pixels[(y / factor * picture.Width) + (x / factor)] += share * grey;
            }
        }

        return picture;
    }
}
