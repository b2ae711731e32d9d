using System.Buffers.Binary;
using System.Text;

namespace PluginHost.Verification;

/// <summary>The name (SONAME) by which the dynamic loader of Linux knows a library; two libraries of one name are one to it.</summary>
internal static class ElfName
{
    private const int LargestTable = 1 << 20;
    private const int DynamicSegment = 2;
    private const int LoadSegment = 1;
    private const long NameTag = 14;
    private const long StringsTag = 5;

    /// <summary>Reads the name of a 64-bit little-endian library; its file name if it states none or is no such library.</summary>
    public static string Of(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Read(stream) ?? Path.GetFileName(file);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or OverflowException)
        {
            return Path.GetFileName(file);
        }
    }

    private static string? Read(FileStream stream)
    {
        var header = Bytes(stream, 0, 64);
        if (!header.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8)) return null;
        var (start, size, count) = (Long(header, 32), Short(header, 54), Short(header, 56));
        if (size < 56) return null;
        var loads = new List<(long Offset, long Address, long Size)>();
        var dynamic = (Offset: 0L, Size: 0L);
        for (var i = 0; i < count; i++)
        {
            var segment = Bytes(stream, start + (i * size), 56);
            var kind = BinaryPrimitives.ReadInt32LittleEndian(segment);
            if (kind == LoadSegment) loads.Add((Long(segment, 8), Long(segment, 16), Long(segment, 32)));
            if (kind == DynamicSegment) dynamic = (Long(segment, 8), Long(segment, 32));
        }

        if (dynamic.Size is <= 0 or > LargestTable) return null;
        var table = Bytes(stream, dynamic.Offset, (int)dynamic.Size);
        long? name = null, strings = null;
        for (var at = 0; at + 16 <= table.Length; at += 16)
        {
            if (Long(table, at) == NameTag) name = Long(table, at + 8);
            if (Long(table, at) == StringsTag) strings = Long(table, at + 8);
        }

        var home = loads.Find(load => strings >= load.Address && strings < load.Address + load.Size);
        if (name is null || strings is null || home.Size == 0) return null;
        var text = Bytes(stream, strings.Value - home.Address + home.Offset + name.Value, 256, mayEnd: true);
        var end = Array.IndexOf(text, (byte)0);
        return end <= 0 ? null : Encoding.UTF8.GetString(text, 0, end);
    }

    private static byte[] Bytes(FileStream stream, long offset, int count, bool mayEnd = false)
    {
        stream.Position = offset;
        var bytes = new byte[count];
        var read = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return read == count || mayEnd ? bytes : throw new EndOfStreamException();
    }

    private static long Long(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    private static int Short(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
}
