using System.Buffers.Binary;

namespace PluginHost.HostileFiles;

/// <summary>Changes a binary file: one to three edits, of which every second input keeps the first bytes.</summary>
internal static class BinaryMutation
{
    private const int Head = 16;

    // Lengths, counts and offsets that readers have failed on: nothing, one, the ends of signed and unsigned ranges.
    private static readonly ulong[] Extremes =
        [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, long.MaxValue, 1UL << 63, ulong.MaxValue];

    /// <summary>Makes one input.</summary>
    /// <param name="valid">A whole file.</param>
    /// <param name="random">Decides what is changed.</param>
    public static byte[] Of(byte[] valid, Random random)
    {
        var bytes = (byte[])valid.Clone();
        var first = random.Next(2) == 0 ? Head : 0;
        for (var edits = random.Next(1, 4); edits > 0 && bytes.Length > first + 8; edits--) bytes = Edit(bytes, first, random);
        return bytes;
    }

    private static byte[] Edit(byte[] bytes, int first, Random random)
    {
        var at = random.Next(first, bytes.Length);
        var length = Math.Min(random.Next(1, 64), bytes.Length - at);
        switch (random.Next(7))
        {
            case 0: return bytes[..at];
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 3: return Field(bytes, at, random);
            case 4: return [.. bytes[..at], .. bytes[(at + length)..]];
            case 5: return [.. bytes[..(at + length)], .. bytes[at..]];
            default:
                var from = random.Next(bytes.Length);
                return [.. bytes[..at], .. bytes[from..Math.Min(bytes.Length, from + length)], .. bytes[at..]];
        }
    }

    private static byte[] Field(byte[] bytes, int at, Random random)
    {
        var value = Extremes[random.Next(Extremes.Length)];
        var width = 1 << random.Next(4);
        Span<byte> field = stackalloc byte[8];
        if (random.Next(2) == 0) BinaryPrimitives.WriteUInt64LittleEndian(field, value);
        else BinaryPrimitives.WriteUInt64BigEndian(field, value << (64 - (8 * width)));
        at &= ~(Math.Min(width, 4) - 1);
        field[..Math.Min(width, bytes.Length - at)].CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
