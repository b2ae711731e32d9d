using CsCheck;

namespace PluginHost.Tests.Fuzzing;

/// <summary>Changes bytes that need not mean anything.</summary>
internal static class ByteMutation
{
    /// <summary>A place by its share of the whole, since how much there is shows only when an edit is made.</summary>
    public static readonly Gen<double> Share = Gen.Double[0, 1];

    private static readonly Gen<byte[]> Piece = Gen.OneOf<byte[]>(
        [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xF4, 0x90, 0x80, 0x80],
        "\""u8.ToArray(), "/*"u8.ToArray(), "}"u8.ToArray());

    private static readonly Gen<Func<byte[], byte[]>> Edit = Gen.OneOf(
        Share.Select<double, Func<byte[], byte[]>>(at => bytes => bytes[..At(at, bytes.Length)]),
        Gen.Select<double, byte[], Func<byte[], byte[]>>(Share, Piece, (at, piece) => bytes => Splice(bytes, at, 0, piece)),
        Gen.Select<double, int, Func<byte[], byte[]>>(
            Share,
            Gen.Int[1, 63],
            (at, count) => bytes => Splice(bytes, at, 0, [.. bytes.Skip(At(at, bytes.Length)).Take(count)])),
        Gen.Select<double, int, Func<byte[], byte[]>>(Share, Gen.Int[1, 63], (at, count) => bytes => Splice(bytes, at, count, [])),
        Gen.Select<double, byte, Func<byte[], byte[]>>(Share, Gen.Byte, (at, value) => bytes => Splice(bytes, at, 1, [value])),
        Gen.Select<double, int, Func<byte[], byte[]>>(
            Share,
            Gen.Int[0, 7],
            (at, bit) => bytes => Splice(bytes, at, 1, [(byte)(bytes[At(at, bytes.Length)] ^ (1 << bit))])));

    /// <summary>One to three edits.</summary>
    public static readonly Gen<Func<byte[], byte[]>> Edits = Edit.Array[1, 3].Select<Func<byte[], byte[]>[], Func<byte[], byte[]>>(
        edits => bytes => edits.Aggregate(bytes, (edited, edit) => edited.Length > 1 ? edit(edited) : edited));

    /// <summary>The index that a share of <paramref name="count"/> things stands for.</summary>
    public static int At(double share, int count) => Math.Min((int)(share * count), count - 1);

    private static byte[] Splice(byte[] bytes, double share, int removed, byte[] added)
    {
        var at = At(share, bytes.Length);
        return [.. bytes[..at], .. added, .. bytes[Math.Min(bytes.Length, at + removed)..]];
    }
}
