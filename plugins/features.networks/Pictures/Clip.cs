namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>The frames of a sample as bytes.</summary>
/// <param name="Bytes">(frames, channels, height, width), row by row.</param>
/// <param name="Frames">Frames; at least 1.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal sealed record Clip(byte[] Bytes, int Frames, int Channels, int Height, int Width)
{
    /// <summary>Takes a sample's frames.</summary>
    /// <param name="frames">uint8 (frames, 1 or 3, height, width).</param>
    /// <exception cref="ArgumentException">They have another type or shape.</exception>
    public static Clip Of(Tensor frames)
    {
        var shape = frames.shape;
        if (frames.dtype != ScalarType.Byte || shape is not [>= 1, 1 or 3, >= 2, >= 2])
        {
            throw new ArgumentException(
                $"Frames must be uint8 (frames, 1 or 3, height, width); found {frames.dtype} ({string.Join(", ", shape)}).",
                nameof(frames));
        }

        using var whole = frames.contiguous();
        return new(whole.data<byte>().ToArray(), (int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]);
    }

    /// <summary>One channel of a frame, row by row.</summary>
    public ReadOnlySpan<byte> Plane(int frame, int channel) =>
        Bytes.AsSpan(((frame * Channels) + channel) * Height * Width, Height * Width);

    /// <summary>Frames spread evenly from the first to the last; a clip of fewer repeats some.</summary>
    /// <param name="wanted">How many; at least 2.</param>
    public int[] Spread(int wanted) =>
        [.. Enumerable.Range(0, wanted).Select(i => ((2 * i * (Frames - 1)) + wanted - 1) / (2 * (wanted - 1)))];
}
