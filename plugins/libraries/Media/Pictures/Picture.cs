namespace PluginHost.Media.Pictures;

/// <summary>A decoded picture of 8 bits a channel, grey or red, green, blue.</summary>
public sealed class Picture
{
    /// <summary>Makes a picture from pixels; the array is taken over, not copied.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 = grey, 3 = red, green, blue.</param>
    /// <param name="pixels">Row by row from the top, the channels of a pixel together.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the array.</exception>
    public Picture(int width, int height, int channels, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3)) throw new ArgumentException("a picture has 1 or 3 channels", nameof(channels));
        if ((long)width * height * channels != pixels.Length)
            throw new ArgumentException("the pixels do not fill the picture", nameof(pixels));
        (Width, Height, Channels, Pixels) = (width, height, channels, pixels);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1 = grey, 3 = red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>Row by row from the top, the channels of a pixel together.</summary>
    public byte[] Pixels { get; }
}
