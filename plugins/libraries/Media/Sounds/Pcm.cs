using NAudio.Codecs;
using NAudio.Wave;

namespace PluginHost.Media.Sounds;

/// <summary>Plain samples as WAV stores them, little end first, decoded by NAudio.</summary>
internal static class Pcm
{
    public const int Integer = 1;
    public const int Float = 3;
    public const int ALaw = 6;
    public const int MuLaw = 7;

    /// <param name="bytes">The file.</param>
    /// <param name="start">First byte of the samples.</param>
    /// <param name="count">Bytes of samples; what is left of a last incomplete frame is passed over.</param>
    /// <param name="coding">A WAVE format tag: one of the constants.</param>
    /// <param name="bits">Bits of a stored sample.</param>
    /// <param name="channels">Samples in a frame.</param>
    /// <param name="rate">Frames a second.</param>
    public static Sound Decode(byte[] bytes, int start, int count, int coding, int bits, int channels, int rate)
    {
        var buffer = new SampleBuffer(channels, count);
        count -= count % (channels * (bits / 8));
        if (coding is ALaw or MuLaw)
        {
            var (shorts, floats) = (new short[count], new float[count]);
            if (coding == ALaw) ALawDecoder.Decode(bytes.AsSpan(start, count), shorts);
            else MuLawDecoder.Decode(bytes.AsSpan(start, count), shorts);
            for (var i = 0; i < count; i++) floats[i] = shorts[i] / 32768f;
            buffer.Append(floats);
            return buffer.ToSound(rate);
        }

        var format = coding == Integer
            ? new WaveFormat(rate, bits, channels)
            : WaveFormat.CreateCustomFormat(WaveFormatEncoding.IeeeFloat, rate, channels, 0, channels * bits / 8, bits);
        using var stream = new RawSourceWaveStream(bytes, start, count, format);
        var samples = stream.ToSampleProvider();
        var block = new float[1024 * channels];
        for (int read; (read = samples.Read(block)) > 0;)
        {
            if (coding == Float && Array.Exists(block[..read], value => !float.IsFinite(value)))
                throw new BadMediaException("it holds values that are no numbers (NaN or infinite)");
            buffer.Append(block.AsSpan(0, read));
        }

        return buffer.ToSound(rate);
    }
}
