using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace PluginHost.Tensors.Pickles;

/// <summary>The bytes of a pickle and the forms of the arguments in it (protocols 2 to 5). Never reads past the end.</summary>
internal sealed class PickleReader(byte[] bytes, PickleFault fault)
{
    private const int LongestLine = 512;
    private const int LongestInteger = 255;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private int _at;

    /// <summary>How many bytes were read.</summary>
    internal int Position => _at;
    internal byte Byte() => Take(1)[0];
    internal int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
    internal int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));
    internal long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
    internal ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    internal double Float() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));
    internal byte[] Bytes(ulong length) => Take(length).ToArray();
    internal string Text(ulong length) => Decode(Take(length));

    /// <summary>A text of Python 2: a byte a character.</summary>
    internal string ByteText(long length) => Encoding.Latin1.GetString(Take((ulong)length));

    /// <summary>A signed little-endian integer of any length.</summary>
    internal object Integer(long length)
    {
        if (length is < 0 or > LongestInteger)
            throw fault.Of($"its pickle has an integer of {length} bytes at byte {_at}; at most {LongestInteger} are read");
        var value = new BigInteger(Take((ulong)length));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    /// <summary>A text up to a line feed.</summary>
    internal string Line()
    {
        var length = bytes.AsSpan(_at).IndexOf((byte)'\n');
        if (length is < 0 or > LongestLine)
            throw fault.Of($"its pickle has a line without an end, or of more than {LongestLine} bytes, at byte {_at}");
        var line = Decode(Take((ulong)length));
        _at++;
        return line;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(bytes.Length - _at))
            throw fault.Of($"its pickle ends after {bytes.Length} bytes, where {length} more were announced at byte {_at}");
        var part = bytes.AsSpan(_at, (int)length);
        _at += (int)length;
        return part;
    }

    private string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return s_utf8.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw fault.Of($"its pickle has a text that is no UTF-8 before byte {_at}", e);
        }
    }
}
