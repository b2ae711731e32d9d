using PluginHost.Contracts;

namespace PluginHost.Tests.Fuzzing;

/// <summary>Changes bytes that need not mean anything.</summary>
internal static class ByteMutation
{
    private static readonly byte[][] Pieces =
    [
        [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xF4, 0x90, 0x80, 0x80],
        "\""u8.ToArray(), "/*"u8.ToArray(), "}"u8.ToArray(),
    ];

    public static byte[] Mutate(byte[] bytes, RandomStream random)
    {
        for (var edits = random.Next(1, 4); edits > 0 && bytes.Length > 1; edits--) bytes = Edit(bytes, random);
        return bytes;
    }

    private static byte[] Edit(byte[] bytes, RandomStream random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(6))
        {
            case 0:
                return bytes[..at];
            case 1:
                return [.. bytes[..at], .. Pieces[random.Next(Pieces.Length)], .. bytes[at..]];
            case 2:
                var end = Math.Min(bytes.Length, at + random.Next(1, 64));
                return [.. bytes[..end], .. bytes[at..]];
            case 3:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 64))..]];
            case 4:
                var changed = (byte[])bytes.Clone();
                changed[at] = (byte)random.Next(256);
                return changed;
            default:
                var flipped = (byte[])bytes.Clone();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
        }
    }
}
