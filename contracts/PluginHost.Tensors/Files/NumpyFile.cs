using PluginHost.Tensors.Files;
using PluginHost.Tensors.Pickles;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>
/// Reads arrays that <c>numpy.save</c> wrote (.npy, versions 1 to 3) without Python. The header is read by a parser of its own, nothing is
/// evaluated; what a file claims is compared with its length before memory is taken. Any thread may call the functions.
/// </summary>
public static class NumpyFile
{
    private const string Wanted = "an array of numpy (.npy)";
    private const string WantedObjects = "an object array of numpy (.npy)";

    /// <summary>Reads an array into memory of its own.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The array on the CPU, in row order whatever the file's order of indices and bytes is. Truth values, int8 to int64, uint8, float16, float32
    /// and float64 keep their type; uint16 becomes int32, uint32 int64, and uint64 int64 where its values fit.
    /// </returns>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, of another format, or its elements are objects, texts, records, dates or complex; the message says what and names the file.
    /// </exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static Tensor Read(string path)
    {
        using var stream = Open(path);
        return Load(stream, stream.Length, new PickleFault(path, Wanted));
    }

    /// <summary>
    /// Reads what an object array holds: a dictionary that was given to <c>numpy.save</c>, say. It is a pickle, of which nothing is executed:
    /// dictionaries, lists, tuples, texts, numbers and arrays are read, every other name in it is refused.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The one value of an array of shape (), else a list of all in the file's order. Values are as of <see cref="PickledArrays.Read"/>; a
    /// dictionary is a <see cref="Dictionary{TKey,TValue}"/> of object keys, texts or numbers, in the file's order.
    /// </returns>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, holds more than data, or is no object array; the message says what and names the file.
    /// </exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static object? ReadObjects(string path)
    {
        var fault = new PickleFault(path, WantedObjects);
        using var stream = Open(path);
        if (stream.Length > PickledArrays.Largest) throw fault.Of($"it has {stream.Length} bytes; at most {PickledArrays.Largest} are read");
        return Whole(fault, () =>
        {
            var header = NumpyHeader.Read(stream, fault);
            if (header.Code is not ("|O" or "O" or "|O8" or "|O4"))
                throw fault.Of($"its elements are of type '{PickleFault.Printable(header.Code)}', no objects; read it as a plain array");
            var pickle = new byte[stream.Length - stream.Position];
            stream.ReadExactly(pickle);
            return PickledObjects.Read(pickle, header, fault);
        });
    }

    /// <summary>Reads an array from a stream that has so many bytes from its place on, and no more.</summary>
    internal static Tensor Load(Stream stream, long length, PickleFault fault) => Whole(fault, () =>
    {
        var header = NumpyHeader.Read(stream, fault);
        var type = ElementType.Of(header.Code, fault);
        var needed = (Int128)header.Elements * type.Size;
        var there = length - header.Bytes;
        if (needed != there)
        {
            throw fault.Of($"its header says {type.Name} ({string.Join(", ", header.Shape)}), which takes {needed} bytes, and {there} follow"
                + (needed > there ? "; it was cut short" : "; only files of one array are read"));
        }

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        // In Fortran's order the sizes are those of the array turned round, whose axes are put back.
        var turned = header.Fortran && header.Shape.Length > 1;
        var sizes = turned ? [.. header.Shape.AsEnumerable().Reverse()] : header.Shape;
        var read = TensorBytes.Read(stream, sizes, type.Stored, piece => type.Arrange(piece, fault));
        if (turned) read = read.permute([.. Enumerable.Range(0, sizes.Length).Select(axis => (long)(sizes.Length - 1 - axis))]).contiguous();
        return type.Values(read, fault).MoveToOuterDisposeScope();
    });

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    private static T Whole<T>(PickleFault fault, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EndOfStreamException e)
        {
            throw fault.Of("it is empty or was cut short", e);
        }
    }
}
