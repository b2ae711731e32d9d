using System.Buffers.Binary;
using System.Text;

namespace PluginHost.Media.Content;

/// <summary>A chunk of a RIFF, IFF or MIDI file: name, place of its content, and the length that its header announces.</summary>
/// <param name="Name">Four characters.</param>
/// <param name="Start">First byte of the content.</param>
/// <param name="Size">Bytes as announced; may be more than are there.</param>
internal readonly record struct Chunk(string Name, int Start, long Size)
{
    /// <summary>Lists the chunks from a place on, to the end of the bytes or to the first one that reaches beyond.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="start">Place of the first header.</param>
    /// <param name="bigEndian">IFF and MIDI; RIFF has the little end first.</param>
    /// <param name="aligned">Whether an odd chunk is followed by a byte of padding, as in RIFF and IFF.</param>
    public static List<Chunk> List(ReadOnlySpan<byte> bytes, int start, bool bigEndian, bool aligned = true)
    {
        var chunks = new List<Chunk>();
        for (long at = start; at + 8 <= bytes.Length;)
        {
            var head = bytes.Slice((int)at, 8);
            var size = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(head[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            chunks.Add(new Chunk(Encoding.Latin1.GetString(head[..4]), (int)at + 8, size));
            at += 8L + size;
            // Some writers forget the padding.
            if (aligned && (size & 1) == 1 && at < bytes.Length && bytes[(int)at] == 0) at++;
        }

        return chunks;
    }

    /// <summary>The first chunk of a name.</summary>
    public static Chunk? Find(List<Chunk> chunks, string name)
    {
        var index = chunks.FindIndex(chunk => string.Equals(chunk.Name, name, StringComparison.Ordinal));
        return index < 0 ? null : chunks[index];
    }

    /// <summary>The content; at least so many bytes of it, or a complaint.</summary>
    public ReadOnlySpan<byte> Content(ReadOnlySpan<byte> bytes, int least)
    {
        var length = (int)Math.Min(Size, bytes.Length - Start);
        return length >= least ? bytes.Slice(Start, length) : throw new BadMediaException($"its '{Name.Trim()}' chunk is cut short");
    }
}
