using NAudio.Wave;
using NLayer;

namespace PluginHost.Media.Sounds;

/// <summary>MPEG audio layers I, II and III, decoded by NLayer; encoder delay and padding are cut off where the file tells them (LAME).</summary>
internal static class Mp3Reader
{
    public static Sound Read(byte[] bytes)
    {
        CheckLength(bytes);
        using var stream = new MemoryStream(bytes, writable: false);
        using var mpeg = new MpegFile(stream);
        var (channels, rate) = (mpeg.Channels, mpeg.SampleRate);
        var buffer = new SampleBuffer(channels, bytes.Length);
        var block = new float[1152 * channels];
        for (int read; (read = mpeg.ReadSamples(block, 0, block.Length)) > 0;)
        {
            if (mpeg.Channels != channels) throw new BadMediaException("its number of channels changes on the way");
            buffer.Append(block.AsSpan(0, read));
        }

        return buffer.ToSound(rate);
    }

    // Encoders tell the length in a first frame without sound. A file without it cannot be seen to be cut short at the end of a frame.
    private static void CheckLength(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        Id3v2Tag.ReadTag(stream);
        var start = stream.Position;
        if (Mp3Frame.LoadFromStream(stream) is not { } frame || XingHeader.LoadXingHeader(frame) is not { Bytes: > 0 } head) return;
        var there = bytes.Length - start;
        // Some encoders count this first frame and some do not.
        if (head.Bytes - frame.FrameLength > there)
            throw new BadMediaException($"it is cut short: its header announces {head.Bytes} bytes of sound, {there} are there");
    }
}
