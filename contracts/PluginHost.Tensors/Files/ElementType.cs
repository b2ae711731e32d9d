using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PluginHost.Tensors.Pickles;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Files;

/// <summary>An element type of a .npy file and how its bytes become a tensor.</summary>
/// <param name="Name">The type in numpy's words: <c>float32</c>, <c>uint16</c>, ...</param>
/// <param name="Size">Bytes of an element.</param>
/// <param name="Stored">The type of as many bytes that the elements are read as.</param>
/// <param name="Unsigned">Whether they are unsigned numbers that torch lacks: 2 and 4 bytes become the next wider type, 8 must fit int64.</param>
/// <param name="BigEndian">Whether the highest byte comes first.</param>
internal sealed record ElementType(string Name, int Size, ScalarType Stored, bool Unsigned, bool BigEndian)
{
    private static readonly Dictionary<string, (string Name, ScalarType Stored, bool Unsigned)> s_types = new(StringComparer.Ordinal)
    {
        ["b1"] = ("bool", ScalarType.Bool, false), ["i1"] = ("int8", ScalarType.Int8, false), ["u1"] = ("uint8", ScalarType.Byte, false),
        ["i2"] = ("int16", ScalarType.Int16, false), ["u2"] = ("uint16", ScalarType.Int16, true),
        ["i4"] = ("int32", ScalarType.Int32, false), ["u4"] = ("uint32", ScalarType.Int32, true),
        ["i8"] = ("int64", ScalarType.Int64, false), ["u8"] = ("uint64", ScalarType.Int64, true),
        ["f2"] = ("float16", ScalarType.Float16, false), ["f4"] = ("float32", ScalarType.Float32, false),
        ["f8"] = ("float64", ScalarType.Float64, false),
    };

    /// <summary>Reads numpy's code of a type, such as <c>&lt;f4</c>.</summary>
    /// <exception cref="InvalidDataException">It is none that is read.</exception>
    public static ElementType Of(string code, PickleFault fault)
    {
        if (code.Length > 1 && code[0] is '<' or '>' or '|' or '=' && s_types.TryGetValue(code[1..], out var found))
            return new(found.Name, code[2] - '0', found.Stored, found.Unsigned, code[0] == '>');
        var kind = code.Length < 2 ? "a type that is not known" : code[1] switch
        {
            'O' => "Python objects: a pickle is inside, and only dictionaries, lists, texts and numbers are read of one (NumpyFile.ReadObjects)",
            'U' or 'S' or 'a' => "texts",
            'c' => "complex numbers",
            'M' or 'm' => "dates or times",
            'V' => "records",
            _ => "a type that is not known",
        };
        throw fault.Of($"its elements are {kind} ('{PickleFault.Printable(code)}'); truth values, whole numbers of up to 64 bits and "
            + "floating-point numbers of 16, 32 and 64 bits are read");
    }

    /// <summary>Brings a piece of elements into this machine's order, and looks at truth values.</summary>
    public void Arrange(Span<byte> piece, PickleFault fault)
    {
        if (Stored == ScalarType.Bool && piece.ContainsAnyExceptInRange((byte)0, (byte)1))
            throw fault.Of("it holds truth values other than 0 and 1");
        if (BigEndian != BitConverter.IsLittleEndian) return;
        switch (Size)
        {
            case 2: Reverse(MemoryMarshal.Cast<byte, ushort>(piece)); break;
            case 4: Reverse(MemoryMarshal.Cast<byte, uint>(piece)); break;
            case 8: Reverse(MemoryMarshal.Cast<byte, ulong>(piece)); break;
        }
    }

    /// <summary>The values of unsigned numbers in a type that torch has; others stay.</summary>
    public Tensor Values(Tensor read, PickleFault fault)
    {
        if (!Unsigned) return read;
        switch (Size)
        {
            case 2: return read.to(ScalarType.Int32).bitwise_and(tensor(0xFFFF));
            case 4: return read.to(ScalarType.Int64).bitwise_and(tensor(0xFFFF_FFFFL));
            default:
                if (read.numel() > 0 && read.min().ToInt64() < 0)
                    throw fault.Of("it holds unsigned numbers of 2^63 or more, which torch cannot hold");
                return read;
        }
    }

    private static void Reverse(Span<ushort> values) => BinaryPrimitives.ReverseEndianness(values, values);
    private static void Reverse(Span<uint> values) => BinaryPrimitives.ReverseEndianness(values, values);
    private static void Reverse(Span<ulong> values) => BinaryPrimitives.ReverseEndianness(values, values);
}
