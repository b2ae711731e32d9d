using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Conformance.Tests;

/// <summary>A data set for the job of classification; the pictures have other classes than its letters.</summary>
public abstract class ClassificationDatasetTests(string name, string options, int classesPerExperience)
    : DatasetConformance("dataset.classification", name, options, TinyJob.Classification)
{
    /// <inheritdoc/>
    protected override JsonObject Job()
    {
        var job = base.Job();
        job["benchmark"]!["options"] = new JsonObject { ["classesPerExperience"] = classesPerExperience };
        return job;
    }
}

public sealed class LettersDatasetTests() : ClassificationDatasetTests("letters", """{ "source": "embedded" }""", 13);

public sealed class DigitsDatasetTests() : ClassificationDatasetTests(
    "digits",
    """{ "source": "embedded", "variant": "sklearn", "domains": [{}, { "rotate": 30 }, { "permute": 1 }] }""",
    5);

/// <summary>The sub-folders of a folder that is filled here: two classes of eight pictures.</summary>
public sealed class PicturesDatasetTests() : ClassificationDatasetTests(
    "pictures",
    $$"""{ "folder": {{JsonSerializer.Serialize(Folder())}}, "validation": 0, "test": 0.5, "size": 8 }""",
    1)
{
    private static string Folder()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "class-folders");
        for (var i = 0; i < 16; i++)
        {
            var file = Path.Combine(root, i % 2 == 0 ? "a" : "b", $"{i}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, GreyPixel((byte)(10 * i)));
        }

        return root;
    }

    // Pictures of other bytes each: copies would share a split.
    private static byte[] GreyPixel(byte value)
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
