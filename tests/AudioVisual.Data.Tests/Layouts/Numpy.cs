using System.IO.Compression;
using System.Text;

namespace AudioVisual.Data.Tests.Layouts;

/// <summary>Writes files of numpy, byte by byte as numpy 1.24 does (pickletools.dis shows the program of the pickle).</summary>
internal static class Numpy
{
    /// <summary>A .npy file of float32, value i being 0.01 i, or of another type and order.</summary>
    public static byte[] Array(int[] shape, string type = "<f4", bool fortran = false)
    {
        var count = shape.Aggregate(1, (product, size) => product * size);
        IEnumerable<int> places = Enumerable.Range(0, count);
        // In Fortran's order the first index runs fastest.
        if (fortran) places = places.Select(i => ((i % shape[0]) * shape[1]) + (i / shape[0]));
        var bytes = places.SelectMany(i => type switch
        {
            "<f4" => BitConverter.GetBytes(0.01f * i),
            ">f4" => [.. BitConverter.GetBytes(0.01f * i).Reverse()],
            "<f8" => BitConverter.GetBytes((double)(0.01f * i)),
            "<i4" => BitConverter.GetBytes(i),
            _ => throw new ArgumentException(type),
        });
        return [.. Header($"'{type}'", fortran ? "True" : "False", $"({string.Join(", ", shape)}{(shape.Length == 1 ? "," : "")})"), .. bytes];
    }

    /// <summary>A .npy file that holds a dictionary of lists of texts, as numpy.save makes it of one.</summary>
    public static byte[] Dictionary(params (string Key, string[] Ids)[] lists)
    {
        var pickle = new List<byte>(Latin("\u0080\u0003cnumpy.core.multiarray\n_reconstruct\nq\0cnumpy\nndarray\nq\u0001K\0\u0085q\u0002C\u0001bq\u0003\u0087q\u0004Rq\u0005(K\u0001)"
            + "cnumpy\ndtype\nq\u0006X\u0002\0\0\0O8q\u0007\u0089\u0088\u0087q\bRq\t(K\u0003X\u0001\0\0\0|q\nNNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK?tq\u000bb\u0089]q\u000c}q\r("));
        foreach (var (key, ids) in lists)
        {
            pickle.AddRange([.. Text(key), .. "](" .Select(letter => (byte)letter), .. ids.SelectMany(Text), (byte)'e']);
        }

        return [.. Header("'|O'", "False", "()"), .. pickle, .. Latin("uatb.")];
    }

    /// <summary>A .npz file of arrays.</summary>
    public static void Archive(string file, params (string Name, byte[] Array)[] arrays)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Delete(file);
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach (var (name, array) in arrays)
        {
            using var stream = zip.CreateEntry(name + ".npy").Open();
            stream.Write(array);
        }
    }

    /// <summary>Writes a file and the folders above it.</summary>
    public static void Put(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    private static byte[] Header(string type, string fortran, string shape)
    {
        var text = $"{{'descr': {type}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)text.Length), .. Latin(text)];
    }

    private static byte[] Text(string text) => [(byte)'X', .. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
