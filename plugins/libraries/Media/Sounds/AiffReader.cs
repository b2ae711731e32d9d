using System.Buffers.Binary;
using System.Text;
using NAudio.Utils;
using PluginHost.Media.Content;

namespace PluginHost.Media.Sounds;

/// <summary>
/// AIFF and AIFC without compression. The chunks are read here and not by NAudio's AiffFileReader, which takes the signed bytes of 8-bit
/// files for unsigned ones and reads neither floating-point samples nor those with the little end first.
/// </summary>
internal static class AiffReader
{
    public static Sound Read(byte[] bytes)
    {
        var chunks = Chunk.List(bytes, 12, bigEndian: true);
        var common = (Chunk.Find(chunks, "COMM")
            ?? throw new BadMediaException("it has no 'COMM' chunk that says how its samples are stored"))
            .Content(bytes, 18);
        var data = Chunk.Find(chunks, "SSND") ?? throw new BadMediaException("it has no 'SSND' chunk with sound");
        var channels = BinaryPrimitives.ReadUInt16BigEndian(common);
        var bits = BinaryPrimitives.ReadUInt16BigEndian(common[6..]);
        var rate = IEEE.ConvertFromIeeeExtended(common[8..18].ToArray());
        var coding = bytes[11] == 'C' && common.Length >= 22 ? Encoding.Latin1.GetString(common[18..22]) : "NONE";
        var stored = (bits + 7) / 8 * 8;
        var known = (coding, stored) is ("NONE" or "twos" or "in24" or "in32", 8 or 16 or 24 or 32) or ("sowt", 16)
            or ("fl32" or "FL32", 32)
            or ("fl64" or "FL64", 64) or ("ulaw" or "ULAW" or "alaw" or "ALAW", 8 or 16);
        if (!known)
        {
            throw new BadMediaException(
                $"its samples are coded as '{Chunk.Printable(coding)}' with {bits} bits, which is not read", BadMediaException.Convert);
        }

        if (!(rate is >= 1 and <= 1_000_000)) throw new BadMediaException($"its header names {rate:g4} samples a second");
        data.Content(bytes, 8);
        if (data.Size > bytes.Length - data.Start)
        {
            throw new BadMediaException(
                $"it is cut short: its header announces {data.Size} bytes of sound, {bytes.Length - data.Start} are there");
        }

        var offset = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(data.Start));
        if (offset > data.Size - 8) throw new BadMediaException("its sound begins behind its end");
        var start = data.Start + 8 + (int)offset;
        var count = (int)(data.Size - 8 - offset);
        return Decode(bytes, start, count, coding.ToLowerInvariant(), stored, channels, (int)Math.Round(rate));
    }

    // Samples are put as WAV has them: the little end first, bytes without sign.
    private static Sound Decode(byte[] bytes, int start, int count, string coding, int bits, int channels, int rate)
    {
        if (coding is "ulaw" or "alaw") return Pcm.Decode(bytes, start, count, coding is "ulaw" ? Pcm.MuLaw : Pcm.ALaw, 8, channels, rate);
        var samples = bytes.AsSpan(start, count).ToArray();
        var width = bits / 8;
        for (var at = 0; at + width <= count && coding is not "sowt"; at += width)
        {
            if (width == 1) samples[at] ^= 0x80;
            else samples.AsSpan(at, width).Reverse();
        }

        return Pcm.Decode(samples, 0, count, coding is "fl32" or "fl64" ? Pcm.Float : Pcm.Integer, bits, channels, rate);
    }
}
