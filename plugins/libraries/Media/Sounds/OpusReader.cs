using System.Buffers.Binary;
using Concentus;
using Concentus.Structs;

namespace PluginHost.Media.Sounds;

/// <summary>Opus in Ogg (RFC 7845), decoded by Concentus at 48 kHz: pre-skip, gain and the cut at the end as the file says.</summary>
internal static class OpusReader
{
    private const int Rate = 48000;
    private const int MostFrames = Rate * 120 / 1000;

    // Another libopus on the machine must not change the samples.
    static OpusReader() => OpusCodecFactory.AttemptToUseNativeLibrary = false;

    public static Sound Read(byte[] bytes)
    {
        var ogg = OggStream.Read(bytes, "OpusHead"u8);
        var head = ogg.Packets[0].AsSpan();
        if (head.Length < 19 || head[8] >> 4 != 0) throw new BadMediaException("its header is damaged");
        var channels = head[9];
        var skip = BinaryPrimitives.ReadUInt16LittleEndian(head[10..]);
        var gain = (float)Math.Pow(10, BinaryPrimitives.ReadInt16LittleEndian(head[16..]) / (20.0 * 256));
        var buffer = new SampleBuffer(channels, bytes.Length);
        var decode = Decoder(head, channels);
        var block = new float[MostFrames * channels];
        var (end, offset) = (-1L, -1L);
        for (var i = 2; i < ogg.Packets.Count; i++)
        {
            var frames = decode(ogg.Packets[i], block);
            var samples = block.AsSpan(0, frames * channels);
            for (var k = 0; k < samples.Length && gain != 1; k++) samples[k] *= gain;
            buffer.Append(samples);
            if (ogg.Positions[i] < 0) continue;
            // A sound that was cut out of a longer one begins at a later position; a shorter first page only means a cut at the end.
            if (offset < 0) offset = Math.Max(0, ogg.Positions[i] - buffer.Length);
            end = ogg.Positions[i];
        }

        return buffer.ToSound(Rate, skip, end < 0 ? long.MaxValue : Math.Max(0, end - offset - skip));
    }

    private static Func<byte[], float[], int> Decoder(ReadOnlySpan<byte> head, int channels)
    {
        if (head[18] == 0)
        {
            if (channels is not (1 or 2))
                throw new BadMediaException($"its header names {channels} channels, which its mapping 0 cannot have");
            var plain = OpusCodecFactory.CreateDecoder(Rate, channels);
            return (packet, block) => plain.Decode(Checked(packet), block, MostFrames, false);
        }

        if (head.Length < 21 + channels) throw new BadMediaException("its header is damaged");
        var (streams, coupled, mapping) = (head[19], head[20], head[21..(21 + channels)].ToArray());
        if (streams == 0 || coupled > streams || streams + coupled > 64
            || Array.Exists(mapping, place => place != 255 && place >= streams + coupled))
            throw new BadMediaException("its header maps channels to streams that it does not have");
        var many = OpusCodecFactory.CreateMultiStreamDecoder(Rate, channels, streams, coupled, mapping);
        return (packet, block) => many.DecodeMultistream(Checked(packet), block, MostFrames, false);
    }

    // An empty packet would be taken for a lost one and made up.
    private static byte[] Checked(byte[] packet) => packet.Length > 0 ? packet : throw new BadMediaException("one of its packets is empty");
}
