namespace PluginHost.Media.Sounds;

/// <summary>Collects decoded samples; takes memory as they come, never on a header's word.</summary>
internal sealed class SampleBuffer
{
    private readonly float[][] _channels;
    private readonly long _most;

    /// <param name="channels">1 to 64.</param>
    /// <param name="fileBytes">Length of the encoded sound: bounds what it may decode to.</param>
    public SampleBuffer(int channels, long fileBytes)
    {
        if (channels is < 1 or > 64) throw new BadMediaException($"its header names {channels} channels; 1 to 64 are read");
        _channels = new float[channels][];
        Array.Fill(_channels, []);
        // Silence in Vorbis or Opus takes a byte or two a packet; nothing real decodes to more than this.
        _most = ((64L << 20) + (4000 * fileBytes)) / (sizeof(float) * channels);
    }

    public int Length { get; private set; }

    /// <summary>Appends samples of all channels, the first of each, then the second, and so on.</summary>
    public void Append(ReadOnlySpan<float> together)
    {
        var frames = together.Length / _channels.Length;
        if (Length + (long)frames > _most || Length + (long)frames > Array.MaxLength)
        {
            throw new BadMediaException(
                "it decodes to far more than a file of its size can hold",
                "Cut it into parts: ffmpeg -i FILE -t 600 part.wav.",
                MediaFault.TooLarge);
        }

        for (var channel = 0; channel < _channels.Length; channel++)
        {
            if (Length + frames > _channels[channel].Length)
                Array.Resize(ref _channels[channel], (int)Math.Min(Array.MaxLength, Math.Max(Length + frames, Length * 2L)));
            var target = _channels[channel].AsSpan(Length, frames);
            for (var i = 0; i < frames; i++) target[i] = together[(i * _channels.Length) + channel];
        }

        Length += frames;
    }

    /// <param name="rate">Hertz, as the header says.</param>
    /// <param name="from">Samples to leave out at the beginning.</param>
    /// <param name="count">Samples to keep at most.</param>
    public Sound ToSound(int rate, int from = 0, long count = long.MaxValue)
    {
        if (rate is < 1 or > 1_000_000) throw new BadMediaException($"its header names {rate} samples a second");
        var length = (int)Math.Max(0, Math.Min(count, Length - from));
        if (length == 0) throw new BadMediaException("it holds no sound");
        return new Sound(rate, [.. _channels.Select(channel => Cut(channel, from, length))]);
    }

    private static float[] Cut(float[] channel, int from, int length) =>
        from == 0 && length == channel.Length ? channel : channel.AsSpan(from, length).ToArray();
}
