using System.IO.Compression;
using System.Text;

namespace PluginHost.Tensors.Tests.Pickles;

/// <summary>Files that torch wrote (Data/make_pickles.py), and files made by hand.</summary>
internal sealed class PickleFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName() + ".pth");

    public static string Saved(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Data", name + ".pth");

    /// <summary>The bytes of a text whose characters are the bytes (Latin-1).</summary>
    public static byte[] Latin(string pickle) => Encoding.Latin1.GetBytes(pickle);

    /// <summary>A pickle of one dictionary with one tensor 'w' of float32 over storage '0'.</summary>
    public static string OneTensor(string count, string offset, string sizes, string strides) =>
        "\u0080\u0002}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\n"
        + "X\u0001\0\0\u00000X\u0003\0\0\0cpu"
        + count + "tQ" + offset + sizes + strides + "\u0089ccollections\nOrderedDict\n)RtRs.";

    public string Zip(byte[] pickle, params (string Name, byte[] Bytes)[] records) =>
        Pack(CompressionLevel.NoCompression, [("x/data.pkl", pickle), .. records]);

    public string Pack(CompressionLevel level, params (string Name, byte[] Bytes)[] records)
    {
        File.Delete(Path);
        using var zip = ZipFile.Open(Path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in records)
        {
            using var stream = zip.CreateEntry(name, level).Open();
            stream.Write(bytes);
        }

        return Path;
    }

    public string Write(ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(Path, bytes);
        return Path;
    }

    public void Dispose() => File.Delete(Path);
}
