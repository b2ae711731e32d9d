using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace PluginHost.Conformance.Tests;

/// <summary>A set in a published layout, filled here: two classes of eight samples.</summary>
public abstract class LayoutDatasetTests(string name, string folder, string more = "")
    : ClassificationDatasetTests(name, $"{{ \"folder\": {JsonSerializer.Serialize(folder)}, \"validation\": 0{more} }}", 1)
{
    /// <summary>An empty folder of this set's own.</summary>
    protected static string Empty(string name)
    {
        var root = Path.Combine(AppContext.BaseDirectory, name);
        Directory.CreateDirectory(root);
        return root;
    }

    /// <summary>Writes a file and the folders above it.</summary>
    protected static void Write(string root, string name, byte[] content)
    {
        var file = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }
}

public sealed class SoundsDatasetTests() : LayoutDatasetTests("sounds", Folder(), ", \"test\": 0.5, \"seconds\": 0.1, \"rate\": 8000, \"mels\": 8")
{
    private static string Folder()
    {
        var root = Empty("sound-folders");
        for (var i = 0; i < 16; i++) Write(root, $"{(i % 2 == 0 ? "a" : "b")}/{i}.wav", Tone(200 + (100 * i)));
        return root;
    }

    // 0.1 s of 16-bit PCM at 8 kHz.
    private static byte[] Tone(double hertz)
    {
        var samples = Enumerable.Range(0, 800).SelectMany(i => BitConverter.GetBytes((short)(10_000 * Math.Sin(2 * Math.PI * hertz * i / 8000)))).ToArray();
        return
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + samples.Length), .. "WAVEfmt "u8, .. BitConverter.GetBytes(16),
            1, 0, 1, 0, .. BitConverter.GetBytes(8000), .. BitConverter.GetBytes(16000), 2, 0, 16, 0,
            .. "data"u8, .. BitConverter.GetBytes(samples.Length), .. samples,
        ];
    }
}

public sealed class CifarDatasetTests() : LayoutDatasetTests("cifar", Folder())
{
    private static string Folder()
    {
        var root = Empty("cifar");
        Write(root, "batches.meta.txt", "a\nb\n"u8.ToArray());
        string[] names = ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"];
        for (var file = 0; file < names.Length; file++)
        {
            var number = file;
            Write(root, $"{names[file]}.bin", [.. Enumerable.Range(0, 4).SelectMany(i =>
                (byte[])[(byte)(i % 2), .. Enumerable.Range(0, 3072).Select(at => (byte)(at + (7 * i) + (40 * number)))])]);
        }

        return root;
    }
}

public sealed class CubDatasetTests() : LayoutDatasetTests("cub-200", Folder(), ", \"size\": 8")
{
    private static string Folder()
    {
        var root = Empty("cub");
        for (var i = 0; i < 16; i++) Write(root, $"images/{i % 2}/{i}.png", TinyPng.Grey((byte)(10 * i)));
        string List(Func<int, string> text) => string.Concat(Enumerable.Range(0, 16).Select(i => $"{i + 1} {text(i)}\n"));
        File.WriteAllText(Path.Combine(root, "classes.txt"), "1 a\n2 b\n");
        File.WriteAllText(Path.Combine(root, "images.txt"), List(i => $"{i % 2}/{i}.png"));
        File.WriteAllText(Path.Combine(root, "image_class_labels.txt"), List(i => $"{1 + (i % 2)}"));
        File.WriteAllText(Path.Combine(root, "train_test_split.txt"), List(i => i < 8 ? "1" : "0"));
        return root;
    }
}

public sealed class ImageNetDatasetTests() : LayoutDatasetTests("imagenet", Folder(), ", \"size\": 8")
{
    private static string Folder()
    {
        var root = Empty("imagenet");
        for (var i = 0; i < 16; i++) Write(root, $"{(i < 8 ? "train" : "val")}/n0144353{7 + (i % 2)}/{i}.png", TinyPng.Grey((byte)(10 * i)));
        return root;
    }
}

public sealed class ImageNetRDatasetTests() : LayoutDatasetTests("imagenet-r", Folder(), ", \"size\": 8, \"test\": 0.5")
{
    private static string Folder()
    {
        var root = Empty("imagenet-r");
        for (var i = 0; i < 16; i++) Write(root, $"n0144353{7 + (i % 2)}/{i}.png", TinyPng.Grey((byte)(10 * i)));
        return root;
    }
}

/// <summary>PNG files without a library.</summary>
internal static class TinyPng
{
    /// <summary>A picture of one pixel. Pictures of other bytes each: copies would share a split.</summary>
    public static byte[] Grey(byte value)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write([0, value]);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. content];
        var sum = uint.MaxValue;
        foreach (var each in body)
        {
            sum ^= each;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
        }

        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, ~sum);
        return [.. length, .. body, .. check];
    }
}
