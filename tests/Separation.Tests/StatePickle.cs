using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PluginHost.Separation.Tests;

/// <summary>Writes named tensors as torch.save does (protocol 2 in a zip archive).</summary>
internal static class StatePickle
{
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var pickle = new MemoryStream();
        Put(pickle, "\u0080\u0002ccollections\nOrderedDict\n)R(");
        for (var i = 0; i < tensors.Count; i++)
        {
            var (name, tensor) = tensors[i];
            var key = i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            Text(pickle, name);
            Put(pickle, "ctorch._utils\n_rebuild_tensor_v2\n((");
            Text(pickle, "storage");
            Put(pickle, $"ctorch\n{(tensor.dtype == ScalarType.Int64 ? "Long" : "Float")}Storage\n");
            Text(pickle, key);
            Text(pickle, "cpu");
            Number(pickle, tensor.numel());
            Put(pickle, "tQK\0(");
            foreach (var size in tensor.shape) Number(pickle, size);
            Put(pickle, "t(");
            for (var d = 0; d < tensor.shape.Length; d++)
                Number(pickle, tensor.shape.Skip(d + 1).Aggregate(1L, (product, size) => product * size));
            Put(pickle, "t\u0089ccollections\nOrderedDict\n)RtR");
            using var record = zip.CreateEntry($"x/data/{key}", CompressionLevel.NoCompression).Open();
            using var flat = tensor.detach().contiguous();
            record.Write(flat.bytes);
        }

        Put(pickle, "u.");
        using var stream = zip.CreateEntry("x/data.pkl", CompressionLevel.NoCompression).Open();
        stream.Write(pickle.ToArray());
    }

    private static void Put(Stream stream, string latin) => stream.Write(Encoding.Latin1.GetBytes(latin));

    private static void Text(Stream stream, string text)
    {
        Put(stream, "X");
        Int(stream, text.Length);
        Put(stream, text);
    }

    private static void Number(Stream stream, long value)
    {
        Put(stream, "J");
        Int(stream, (int)value);
    }

    private static void Int(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
