using System.Buffers.Binary;
using PluginHost.Media.Content;

namespace PluginHost.Media.Sounds;

/// <summary>
/// RIFF/WAVE and RF64. The chunk list is read here and not by NAudio's WaveFileReader, which takes a data length of 0 (a writer that could
/// not go back to fill it in) for an empty sound and passes over a file that is cut short.
/// </summary>
internal static class WaveReader
{
    /// <summary>Lengths from here on mean "not known when the header was written": sox writes 0x7FFFF000 and so, ffmpeg
    /// 0xFFFFFFFF.</summary>
    public const long LeftOpen = 0x7FFF0000;

    private const int Extensible = 0xFFFE;
    /// <summary>The tag of MP3 in a WAV file.</summary>
    public const int Mpeg3 = 0x55;

    public static Sound Read(byte[] bytes)
    {
        var chunks = Chunk.List(bytes, 12, bigEndian: false);
        var format = Chunk.Find(chunks, "fmt ")
            ?? throw new BadMediaException("it has no 'fmt' chunk that says how its samples are stored");
        var data = Chunk.Find(chunks, "data") ?? throw new BadMediaException("it has no 'data' chunk with sound");
        var head = format.Content(bytes, 16);
        var coding = (int)BinaryPrimitives.ReadUInt16LittleEndian(head);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(head[2..]);
        var rate = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(head[4..]));
        var block = BinaryPrimitives.ReadUInt16LittleEndian(head[12..]);
        var bits = (int)BinaryPrimitives.ReadUInt16LittleEndian(head[14..]);
        // The extensible header repeats the tag as the first bytes of a GUID.
        if (coding == Extensible) coding = BinaryPrimitives.ReadUInt16LittleEndian(format.Content(bytes, 40)[24..]);
        var count = DataLength(bytes, chunks, data);
        if (coding == Mpeg3) return Mp3Reader.Read(bytes.AsSpan(data.Start, count).ToArray());

        // Samples of 12 or 20 bits lie at the upper end of whole bytes.
        var stored = (bits + 7) / 8 * 8;
        var read = (coding, stored) is (Pcm.Integer, 8 or 16 or 24 or 32) or (Pcm.Float, 32 or 64) or (Pcm.ALaw or Pcm.MuLaw, 8);
        if (!read)
        {
            throw new BadMediaException(
                $"its samples are coded as {Name(coding)} with {bits} bits, which is not read", BadMediaException.Convert);
        }

        if (block != channels * stored / 8)
            throw new BadMediaException($"its header contradicts itself: {channels} channels of {bits} bits do not make {block} bytes");
        return Pcm.Decode(bytes, data.Start, count, coding, stored, channels, rate);
    }

    /// <summary>The fault of a file that has less sound than its header says.</summary>
    public static BadMediaException CutShort(long announced, long there) =>
        new($"it is cut short: its header announces {announced} bytes of sound, {there} are there");

    private static int DataLength(byte[] bytes, List<Chunk> chunks, Chunk data)
    {
        var there = bytes.Length - data.Start;
        var size = data.Size;
        if (size == uint.MaxValue && Chunk.Find(chunks, "ds64") is { } sizes)
            size = BinaryPrimitives.ReadInt64LittleEndian(sizes.Content(bytes, 24)[8..]);
        if (size < 0 || (size > there && size >= LeftOpen)) return there;
        if (size > there) throw CutShort(size, there);
        return size == 0 && !OnlyChunksFollow(bytes, data.Start) ? there : (int)size;
    }

    // An empty sound may be followed by chunks of text; samples do not look like a chain of named chunks that ends with the file.
    private static bool OnlyChunksFollow(byte[] bytes, int start)
    {
        var chunks = Chunk.List(bytes, start, bigEndian: false);
        return chunks.TrueForAll(chunk => chunk.Name.All(letter => letter is >= ' ' and <= '~'))
            && (chunks.Count == 0 ? bytes.Length == start : bytes.Length - chunks[^1].Start - chunks[^1].Size is 0 or 1);
    }

    private static string Name(int coding) => coding switch
    {
        1 => "whole numbers",
        2 => "Microsoft ADPCM",
        3 => "floating-point numbers",
        6 => "A-law",
        7 => "mu-law",
        0x11 => "IMA ADPCM",
        0x31 => "GSM 6.10",
        0x50 => "MPEG layer 2",
        0x161 or 0x162 or 0x163 => "Windows Media",
        0xFF or 0x1600 or 0x1610 => "AAC",
        _ => $"format 0x{coding:X4}",
    };
}
