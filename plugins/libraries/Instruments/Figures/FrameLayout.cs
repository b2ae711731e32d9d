namespace PluginHost.Instruments.Figures;

/// <summary>Turns pictures with channels together (as painted and stored) into planes (as tensors want them).</summary>
public static class FrameLayout
{
    /// <param name="pixels">Frames of (height, width, channels).</param>
    /// <param name="frames">How many.</param>
    /// <param name="channels">1 or 3.</param>
    /// <returns>Frames of (channels, height, width).</returns>
    public static byte[] ToPlanes(byte[] pixels, int frames, int channels)
    {
        if (channels == 1 || frames == 0) return pixels;
        var size = pixels.Length / frames;
        var plane = size / channels;
        var planes = new byte[pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (frame, rest) = (i / size, i % size);
            planes[(frame * size) + (rest % channels * plane) + (rest / channels)] = pixels[i];
        }

        return planes;
    }
}
