using System.Text;
using PluginHost.Tensors.Pickles;

namespace PluginHost.Tensors;

/// <summary>An array of numpy as a pickle holds it.</summary>
/// <param name="Type">Its element type in numpy's words: <c>uint8</c>, <c>int64</c>, <c>float32</c>, ...</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Bytes">Its elements in C order, little-endian.</param>
public sealed record PickledArray(string Type, IReadOnlyList<int> Shape, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Reads dictionaries that Python pickled (CIFAR's python version, say) without Python: texts, numbers, lists and arrays of numpy. Every other
/// name in the file is refused, none is ever called. Pickles of Python 2 are read too.
/// </summary>
public static class PickledArrays
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const long Largest = 1L << 30;

    /// <summary>Reads a pickled dictionary.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// Its values by name. Values are <see cref="PickledArray"/>, <see cref="string"/>, <see cref="long"/>,
    /// <see cref="double"/>, <see cref="bool"/>, arrays of bytes, <see cref="List{T}"/> of objects, arrays of objects for tuples, or
    /// <see langword="null"/>.
    /// </returns>
    /// <exception cref="InvalidDataException">The file is damaged or holds more than data; the message says what and names the file.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static Dictionary<string, object?> Read(string path)
    {
        var fault = new PickleFault(path, "a pickled dictionary of arrays");
        var length = new FileInfo(path).Length;
        if (length > Largest) throw fault.Of($"it has {length} bytes; at most {Largest} are read");
        var root = new Unpickler(File.ReadAllBytes(path), new ArrayNames(fault), fault).Run();
        if (root is not Dictionary<object, object?> dictionary) throw fault.Of("it holds no dictionary");
        PickleTree.Walk(root, fault, (_, _) => { });
        return dictionary.ToDictionary(pair => pair.Key as string ?? throw fault.Of("it has a key that is no text"),
            pair => pair.Value is NumpyArray array ? array.Finished(fault) : pair.Value, StringComparer.Ordinal);
    }
}

/// <summary>An element type of numpy in the making.</summary>
internal sealed record NumpyType(string Name, int Size)
{
    /// <summary>Whether elements are any objects, which a list has.</summary>
    internal bool IsObject => Name == "object";
}

/// <summary>An array of numpy in the making: empty until its state is set.</summary>
internal sealed class NumpyArray
{
    private PickledArray? _array;

    /// <summary>The values where it is an array of objects.</summary>
    internal List<object?>? Objects { get; private set; }

    /// <summary>The sizes of an array of objects.</summary>
    internal IReadOnlyList<long> Shape { get; private set; } = [];

    /// <summary>Sets what it holds.</summary>
    internal void Fill(NumpyType type, object?[] sizes, byte[] bytes, PickleFault fault)
    {
        var (shape, elements) = Sizes(sizes, fault);
        if (elements * type.Size != bytes.Length)
            throw fault.Of($"an array in it of ({string.Join(", ", shape)}) {type.Name} has {bytes.Length} bytes");
        (_array, Objects) = (new(type.Name, shape, bytes), null);
    }

    /// <summary>Sets the objects that it holds.</summary>
    internal void Fill(object?[] sizes, List<object?> values, PickleFault fault)
    {
        var (shape, elements) = Sizes(sizes, fault);
        if (elements != values.Count) throw fault.Of($"an array in it of ({string.Join(", ", shape)}) objects has {values.Count}");
        (Objects, Shape) = (values, [.. shape.Select(size => (long)size)]);
    }

    /// <summary>The array.</summary>
    internal PickledArray Finished(PickleFault fault) => _array ?? throw fault.Of("it has an array that was never filled");

    private static (int[] Shape, long Elements) Sizes(object?[] sizes, PickleFault fault)
    {
        var (shape, elements) = (new int[sizes.Length], 1L);
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] is not (>= 0L and <= int.MaxValue)) throw fault.Of("an array in it has a size that is no number");
            shape[i] = (int)(long)sizes[i]!;
            elements *= shape[i];
            if (elements > int.MaxValue) throw fault.Of("an array in it has more than 2^31 elements");
        }

        return (shape, elements);
    }
}

/// <summary>What pickles of numpy's arrays mention.</summary>
/// <param name="fault">Makes errors.</param>
/// <param name="objects">Whether there may be arrays of objects, as .npy files have them.</param>
internal sealed class ArrayNames(PickleFault fault, bool objects = false) : PickleNames(fault, "texts, numbers, lists and arrays may be in it, and nothing else")
{
    private const int MostDimensions = 8;
    private static readonly AllowedGlobal s_array = new("numpy.ndarray");

    internal override bool HasByteTexts => true;

    internal override object Find(string module, string name) => $"{module}.{name}" switch
    {
        "numpy.ndarray" => s_array,
        "numpy.dtype" => new AllowedGlobal("numpy.dtype", Call: Type),
        "numpy.core.multiarray._reconstruct" or "numpy._core.multiarray._reconstruct" => new AllowedGlobal("numpy's _reconstruct", Call: Reconstruct),
        "_codecs.encode" => new AllowedGlobal("_codecs.encode", Call: Encode),
        var full => throw Refused(full),
    };

    // An array's state is (1, sizes, type, whether in Fortran's order, bytes); that of a type says its byte order.
    internal override bool Build(object? made, object? state)
    {
        switch (made, state)
        {
            case (NumpyArray array, object?[] { Length: 5 } parts)
                when parts[1] is object?[] { Length: <= MostDimensions } sizes && parts[2] is NumpyType type && parts[3] is bool:
                if (parts[3] is true) throw Fault.Of("it has an array in Fortran's order, which is not read");
                if (type.IsObject)
                {
                    if (parts[4] is not List<object?> values) return false;
                    array.Fill(sizes, values, Fault);
                    return true;
                }

                var bytes = parts[4] as byte[] ?? (parts[4] is string text ? Encoding.Latin1.GetBytes(text) : null);
                if (bytes is null) return false;
                array.Fill(type, sizes, bytes, Fault);
                return true;
            case (NumpyType, object?[] { Length: >= 2 } order) when order[1] is string mark:
                return mark is "|" or "<" or "=" ? true : throw Fault.Of("it has numbers in big-endian order, which are not read");
            default:
                return false;
        }
    }

    private object Reconstruct(object?[] arguments) => arguments is [AllowedGlobal type, object?[], _] && ReferenceEquals(type, s_array)
        ? new NumpyArray()
        : throw Fault.Of("it makes an array with other arguments than numpy gives");

    private object Type(object?[] arguments) => arguments is [string code, ..] ? code switch
    {
        "u1" => new NumpyType("uint8", 1),
        "i1" => new NumpyType("int8", 1),
        "i2" => new NumpyType("int16", 2),
        "i4" => new NumpyType("int32", 4),
        "i8" => new NumpyType("int64", 8),
        "f4" => new NumpyType("float32", 4),
        "f8" => new NumpyType("float64", 8),
        "b1" => new NumpyType("bool", 1),
        "O8" or "O4" when objects => new NumpyType("object", 8),
        _ => throw Fault.Of($"it has an array of the type {PickleFault.Printable(code)}, which is not read"),
    } : throw Fault.Of("it makes an element type with other arguments than numpy gives");

    // How Python 3 writes bytes at protocol 2.
    private object Encode(object?[] arguments) => arguments is [string text, "latin1"]
        ? Encoding.Latin1.GetBytes(text)
        : throw Fault.Of("it encodes a text in a way that is refused");
}
