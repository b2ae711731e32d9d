using System.Buffers.Binary;
using NLayer;
using PluginHost.Media.Content;

namespace PluginHost.Media.Sounds;

/// <summary>
/// MPEG audio layers I, II and III, decoded by NLayer. What the encoder put before and behind the sound is cut off where the file tells it
/// (LAME's and ffmpeg's tag), so that a sound is as long as it was before it was encoded; NLayer 3.0.1 leaves it in.
/// </summary>
internal static class Mp3Reader
{
    /// <summary>Samples by which a layer III decoder is late (polyphase filters and overlap), and one more.</summary>
    private const int DecoderDelay = 529;

    /// <summary>How far behind tags and padding the first frame may lie.</summary>
    private const int MostPadding = 1 << 16;

    public static Sound Read(byte[] bytes)
    {
        var start = FirstFrame(bytes);
        CheckFrames(bytes.AsSpan(start));
        var (delay, padding) = Tag(bytes.AsSpan(start));
        using var stream = new MemoryStream(bytes, start, bytes.Length - start, writable: false);
        using var mpeg = new MpegFile(stream);
        var (channels, rate) = (mpeg.Channels, mpeg.SampleRate);
        // NLayer 3.0.1 divides the spectrum of this rate wrongly and gives noise.
        if (rate == 8000)
            throw new BadMediaException("it has 8000 samples a second, which is not read as MP3", BadMediaException.Convert);
        var buffer = new SampleBuffer(channels, bytes.Length);
        var block = new float[1152 * channels];
        for (int read; (read = mpeg.ReadSamples(block, 0, block.Length)) > 0;)
        {
            if (mpeg.Channels != channels) throw new BadMediaException("its number of channels changes on the way");
            buffer.Append(block.AsSpan(0, read));
        }

        return delay < 0 ? buffer.ToSound(rate) : buffer.ToSound(rate, delay + DecoderDelay, buffer.Length - delay - padding);
    }

    // Behind ID3v2 tags, whose lengths have seven bits a byte.
    private static int FirstFrame(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (bytes[at..].StartsWith("ID3"u8) && bytes.Length >= at + 10)
        {
            var head = bytes.Slice(at, 10);
            var size = ((head[6] & 127) << 21) | ((head[7] & 127) << 14) | ((head[8] & 127) << 7) | (head[9] & 127);
            size += (head[5] & 16) != 0 ? 20 : 10;
            if (size > bytes.Length - at) throw new BadMediaException("it is cut short within its ID3 tag");
            at += size;
        }

        var end = Math.Min(bytes.Length, at + MostPadding);
        while (at < end && !MpegFrame.StartsAt(bytes[at..])) at++;
        return at < end ? at : throw new BadMediaException("it has no frame of sound where the first one should be");
    }

    private static void CheckFrames(ReadOnlySpan<byte> frames)
    {
        // NLayer would follow the lengths of a WAV header between frames, and on ones that lie to no end.
        if (frames.IndexOf("WAVEfmt "u8) >= 0) throw new BadMediaException("it has the header of a WAV file inside");
        var at = 0;
        for (int length; (length = MpegFrame.Length(frames[at..])) > 0; at += length)
        {
            if (length > frames.Length - at) throw CutShort(at);
        }

        if (frames.Length - at is > 0 and < 4 && frames[at] == 0xFF) throw CutShort(at);
    }

    private static BadMediaException CutShort(int at) => new($"it is cut short within the frame at byte {at} of its sound");

    /// <summary>Reads the first frame, which has no sound where an encoder tells the length of the stream in it (Xing, LAME).</summary>
    /// <returns>Samples that the encoder put before and behind the sound; -1 where it does not say.</returns>
    private static (int Delay, int Padding) Tag(ReadOnlySpan<byte> frames)
    {
        var data = frames[..MpegFrame.Length(frames)];
        // Four bytes of header, two of checksum, 9 to 32 of side information.
        var near = data[..Math.Min(data.Length, 46)];
        var place = Math.Max(near.IndexOf("Xing"u8), near.IndexOf("Info"u8));
        if (place < 0 || place + 16 > data.Length) return (-1, 0);
        var flags = BinaryPrimitives.ReadInt32BigEndian(data[(place + 4)..]);
        if ((flags & 2) != 0)
        {
            // A file without this number cannot be seen to be cut short between two frames.
            var announced = BinaryPrimitives.ReadUInt32BigEndian(data[(place + 8 + (4 * (flags & 1)))..]);
            if (announced > frames.Length)
                throw new BadMediaException($"it is cut short: its header announces {announced} bytes of sound, {frames.Length} are there");
        }

        var encoder = place + 8 + (4 * (flags & 1)) + (2 * (flags & 2)) + (25 * (flags & 4)) + ((flags & 8) / 2);
        if (encoder + 24 > data.Length || data[encoder] == 0) return (-1, 0);
        var (first, second, third) = (data[encoder + 21], data[encoder + 22], data[encoder + 23]);
        return ((first << 4) | (second >> 4), ((second & 15) << 8) | third);
    }
}
