using System.Buffers.Binary;
using System.Text;
using PluginHost.Media.Content;

namespace PluginHost.Media.Sounds;

/// <summary>The beginning of a WAV file as a file of its own: a recording of hours is not read for its first seconds.</summary>
internal static class WaveStart
{
    private const int Header = 12;
    private const int LongestFormat = 1 << 12;
    private const int MostChunks = 4096;

    /// <summary>Cuts the file.</summary>
    /// <param name="stream">The whole file, at any place.</param>
    /// <param name="seconds">How much of it.</param>
    /// <returns>
    /// A WAV file; null where this is none of plain samples, or its lengths are such that the whole must be looked at.
    /// </returns>
    /// <exception cref="BadMediaException">The header announces more sound than is there.</exception>
    public static byte[]? Cut(FileStream stream, double seconds)
    {
        if (Part(stream, 0, Header) is not { } start || Encoding.Latin1.GetString(start, 0, 4) is not ("RIFF" or "RF64")
            || !start.AsSpan(8).SequenceEqual("WAVE"u8))
        {
            return null;
        }

        byte[]? format = null;
        var at = (long)Header;
        for (var i = 0; i < MostChunks && Part(stream, at, 8) is { } head; i++)
        {
            var (name, size) = (Encoding.Latin1.GetString(head, 0, 4), (long)BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)));
            at += 8;
            if (name == "data") return format is null || size == 0 ? null : Whole(stream, format, at, size, seconds);
            if (name == "fmt ")
            {
                if (size > LongestFormat || Part(stream, at, (int)size) is not { } found) return null;
                format = found;
            }

            at += size;
            // Some writers forget the padding.
            if ((size & 1) == 1 && Part(stream, at, 1) is [0]) at++;
        }

        return null;
    }

    private static byte[]? Whole(FileStream stream, byte[] format, long at, long size, double seconds)
    {
        if (format.Length < 16) return null;
        var (coding, rate) = (BinaryPrimitives.ReadUInt16LittleEndian(format), BinaryPrimitives.ReadUInt32LittleEndian(format.AsSpan(4)));
        var block = BinaryPrimitives.ReadUInt16LittleEndian(format.AsSpan(12));
        if (coding == WaveReader.Mpeg3 || block == 0 || rate == 0) return null;
        var there = stream.Length - at;
        if (size > there && size < WaveReader.LeftOpen) throw WaveReader.CutShort(size, there);
        var wanted = Math.Ceiling(seconds * rate) * block;
        var taken = (int)Math.Min(Math.Min(size, there), Math.Min(wanted, int.MaxValue / 2));
        if (Part(stream, at, taken) is not { } sound) return null;
        using var file = new MemoryStream(taken + format.Length + 32);
        using var writer = new BinaryWriter(file, Encoding.Latin1);
        writer.Write("RIFF"u8);
        writer.Write(20 + format.Length + taken);
        writer.Write("WAVEfmt "u8);
        writer.Write(format.Length);
        writer.Write(format);
        writer.Write("data"u8);
        writer.Write(taken);
        writer.Write(sound);
        return file.ToArray();
    }

    private static byte[]? Part(FileStream stream, long at, int length)
    {
        if (at > stream.Length - length) return null;
        var part = new byte[length];
        stream.Position = at;
        stream.ReadExactly(part);
        return part;
    }
}
