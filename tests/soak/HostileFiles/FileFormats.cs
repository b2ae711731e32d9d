using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Media.Pictures;
using PluginHost.Media.Scores;
using PluginHost.Media.Sounds;
using PluginHost.Media.Tests.Scores;
using PluginHost.Packages;
using PluginHost.Pipeline;
using PluginHost.Runs;
using PluginHost.Tensors;
using PluginHost.Tensors.Tests.Pickles;
using PluginHost.Tests.Fuzzing;
using PluginHost.Training;
using TorchSharp;

namespace PluginHost.HostileFiles;

/// <summary>The formats, each with a small valid file that inputs are made from.</summary>
/// <param name="folder">A folder of this process's own.</param>
/// <param name="seed">Another seed gives other inputs.</param>
internal sealed class FileFormats(string folder, int seed)
{
    private const int Mebi = 1 << 20;

    private const string Manifest = """
        {
          "id": "word.good", "version": "1.4.0", "name": "Good words", "description": "Words that do what they should",
          "contracts": { "PluginHost.Contracts": "[0.1,0.2)" }, "targetFramework": "net10.0",
          "entryAssembly": "word.good.dll", "entryType": "Words.Plugin", "provides": [ { "kind": "word", "name": "good" } ]
        }
        """;

    private const string Job = """
        {
          "name": "trial", "seed": 7, "device": "cpu", "threads": 1, "plugins": ["."], "output": "runs",
          "engine": { "use": "trivial", "version": "[1.0,2.0)", "plugin": "engine.trivial", "options": { "repeat": 2 } },
          "source": "loud", "word": [ { "use": "good", "options": { "text": "a" } }, "library-v1" ], "observer": ["recording"]
        }
        """;

    public static readonly string[] Names =
        ["job", "manifest", "package", "checkpoint", "pickle", "safetensors", "npy", "npy-objects", "npz", "wav", "png", "midi", "soundfont"];

    public FileFormat Of(string name) => name switch
    {
        // A JSON text becomes nodes, places and findings that quote it: some hundred bytes for each of its own.
        "job" => new(name, "job.json", Generated(JsonMutation.Of(Job)),
            file => !JobPipeline.Read(new RunRequest { Job = file }).Findings.HasErrors, [], 4 * Mebi, 400),
        "manifest" => new(name, "plugin.json", Generated(JsonMutation.Of(Manifest)), ReadManifest, [], 4 * Mebi, 400),
        // A packed file may have 200 times its size unpacked; what is unpacked goes to the disk through a buffer.
        "package" => new(name, "word.good.nupkg", Generated(Package()), ReadPackage, [], 16 * Mebi, 400),
        // The text is held as bytes, document, string and nodes; tensors once.
        "checkpoint" => Checkpoint(),
        // Tensors are as large as their records; a record may be packed, at most 1:1032 by deflate.
        "pickle" => new(name, "weights.pth", Pickle, Tensors(PickledTensors.Read), [typeof(InvalidDataException)], 4 * Mebi, 1100),
        // The header becomes entries and messages that quote it; elements are read straight into their tensor.
        "safetensors" => Binary(name, "weights.safetensors", Safetensor(), Tensors(Safetensors.Read), typeof(InvalidDataException), 100),
        // Elements are read into their tensor, turned round where they are in Fortran's order, and widened where they are unsigned.
        "npy" => new(name, "array.npy", number => BinaryMutation.Of(Array(number), Source(number)), file => Tensor(() => NumpyFile.Read(file)),
            [typeof(InvalidDataException)], 4 * Mebi, 100),
        "npy-objects" => Binary(name, "lists.npy", ObjectArray, file => NumpyFile.ReadObjects(file) is not null, typeof(InvalidDataException), 400),
        // As a pickle's records.
        "npz" => new(name, "arrays.npz", Archive, Tensors(NumpyArchive.Read), [typeof(InvalidDataException)], 4 * Mebi, 1100),
        // 8 bits become a float in each of the channels, beside the buffers.
        "wav" => Binary(name, "sound.wav", SoundFile.Encode(Tone()), file => SoundFile.Read(file).Length >= 0, typeof(JobException), 64),
        // Deflate packs 1:1032, a byte may be 8 pixels of one bit, a pixel takes 4 bytes and 3 without alpha.
        "png" => Binary(name, "picture.png", PictureFile.Encode(new Picture(24, 16, 3, [.. Enumerable.Range(0, 1152).Select(i => (byte)(i * 7))])),
            file => PictureFile.Read(file).Width > 0, typeof(JobException), 8 * 1032 * 8),
        // An event of two bytes becomes an object with its place in lists.
        "midi" => Binary(name, "notes.mid", Midi(), file => MidiFile.Read(file).Count >= 0, typeof(JobException), 800),
        "soundfont" => Binary(name, "bank.sf2", SoundFontBytes.Of((0, 0), (0, 40), (128, 0)), file => SoundFontFile.Read(file) is not null,
            typeof(JobException), 200),
        _ => throw new ArgumentException($"there is no format '{name}'", nameof(name)),
    };

    private FileFormat Binary(string name, string file, byte[] valid, Func<string, bool> read, Type expected, long bytesForEach) =>
        new(name, file, number => BinaryMutation.Of(valid, Source(number)), read, [expected], 4 * Mebi, bytesForEach);

    private Func<int, byte[]> Generated(Gen<byte[]> inputs) => number => inputs.Generate(new PCG((uint)number, (ulong)seed), null, out _);

    private Random Source(int number) => new(unchecked((seed * 1_000_003) + number));

    private bool ReadManifest(string file)
    {
        var plugin = PluginDiscovery.Discover([Path.GetDirectoryName(file)!]).All.Single();
        return plugin.Manifest is not null && !plugin.Findings.HasErrors;
    }

    private Gen<byte[]> Package() => new PackageMutation(
        new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["word.good.nuspec"] = Encoding.UTF8.GetBytes(
                "<package><metadata><id>word.good</id><version>1.4.0</version></metadata></package>"),
            ["plugin/plugin.json"] = Encoding.UTF8.GetBytes(Manifest),
            ["plugin/word.good.dll"] = [.. "MZ"u8, .. new byte[500]],
        },
        Path.Combine(folder, "outside", "escaped")).Packages;

    private bool ReadPackage(string file)
    {
        var target = Path.Combine(folder, "unpacked");
        var (identity, findings) = new PackageReader(ArchiveLimits.Default with { TotalBytes = 1 << 24 }).Extract(file, target);
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        return identity is not null && !findings.HasErrors;
    }

    private static Func<string, bool> Tensors(Func<string, Dictionary<string, torch.Tensor>> read) => file =>
    {
        using var scope = torch.NewDisposeScope();
        return read(file).Count >= 0;
    };

    private byte[] Pickle(int number)
    {
        var random = Source(number);
        var text = PickleFile.Latin(PickleFile.OneTensor("K\u0004", "K\0", "K\u0002K\u0002\u0086", "K\u0002K\u0001\u0086"));
        // Half of the inputs change the program inside a sound archive, the others the archive.
        var inside = random.Next(2) == 0;
        if (inside) text = BinaryMutation.Of(text, random);
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in new[] { ("x/data.pkl", text), ("x/version", "3\n"u8.ToArray()), ("x/data/0", new byte[16]) })
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }

        return inside ? stream.ToArray() : BinaryMutation.Of(stream.ToArray(), random);
    }

    // Every second one is big-endian, in Fortran's order, and unsigned.
    private static byte[] Array(int number)
    {
        var header = Encoding.Latin1.GetBytes(number % 2 == 0
            ? "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }\n" : "{'descr': '>u2', 'fortran_order': True, 'shape': (6, 4), }\n");
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. header, .. Enumerable.Range(0, 48).Select(i => (byte)i)];
    }

    // {"a": ["x", "y"]} as numpy 1.24 saves it.
    private static byte[] ObjectArray
    {
        get
        {
            var header = "{'descr': '|O', 'fortran_order': False, 'shape': (), }\n"u8;
            const string text = "\u0080\u0003cnumpy.core.multiarray\n_reconstruct\nq\0cnumpy\nndarray\nq\u0001K\0\u0085q\u0002C\u0001bq\u0003\u0087q\u0004Rq\u0005(K\u0001)"
                + "cnumpy\ndtype\nq\u0006X\u0002\0\0\0O8q\u0007\u0089\u0088\u0087q\bRq\t(K\u0003X\u0001\0\0\0|q\nNNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK?tq\u000bb"
                + "\u0089]q\u000c}q\rX\u0001\0\0\0aq\u000e]q\u000f(X\u0001\0\0\0xX\u0001\0\0\0yesatq\u0010b.";
            return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. header, .. PickleFile.Latin(text)];
        }
    }

    private byte[] Archive(int number)
    {
        var random = Source(number);
        var inside = random.Next(2) == 0;
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < 2; i++)
            {
                using var entry = zip.CreateEntry($"a{i}.npy", i == 0 ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
                entry.Write(inside ? BinaryMutation.Of(Array(i), random) : Array(i));
            }
        }

        return inside ? stream.ToArray() : BinaryMutation.Of(stream.ToArray(), random);
    }

    private static bool Tensor(Func<torch.Tensor> read)
    {
        using var tensor = read();
        return tensor.numel() >= 0;
    }

    private byte[] Safetensor()
    {
        using var scope = torch.NewDisposeScope();
        using var stream = new MemoryStream();
        Safetensors.Write(stream, new Dictionary<string, torch.Tensor>(StringComparer.Ordinal)
        {
            ["a.weight"] = torch.arange(12, torch.float32).reshape(3, 4),
            ["b"] = torch.arange(3, torch.int64),
        });
        return stream.ToArray();
    }

    // The JSON is changed and, in half of the inputs, its checksum made right again, so that what follows the checksum is reached.
    private FileFormat Checkpoint()
    {
        var state = Path.Combine(folder, "checkpoints");
        Directory.CreateDirectory(state);
        var tensors = Safetensor();
        var sum = Convert.ToHexString(SHA256.HashData(tensors));
        var text = $$"""{"position":{"experience":1,"epoch":2},"basis":{"seed":7},"results":[0.5],"number":1,"tensors":"{{sum}}"}""";
        var json = Generated(JsonMutation.Of(text));
        byte[] Input(int number)
        {
            var random = Source(number);
            var weights = random.Next(2) == 0 ? BinaryMutation.Of(tensors, random) : tensors;
            File.WriteAllBytes(Path.Combine(state, "state-1.safetensors"), weights);
            var changed = random.Next(2) == 0
                ? Encoding.UTF8.GetBytes(text.Replace(sum, Convert.ToHexString(SHA256.HashData(weights)), StringComparison.Ordinal))
                : json(number);
            var head = $$"""{"format":4,"checksum":"{{Convert.ToHexString(SHA256.HashData(changed))}}","state":""";
            byte[] whole = [.. Encoding.UTF8.GetBytes(head), .. changed, (byte)'}'];
            return random.Next(2) == 0 ? whole : BinaryMutation.Of(whole, random);
        }

        return new("checkpoint", "checkpoints/state-1.json", Input, ReadCheckpoint, [], 4 * Mebi, 400);
    }

    private bool ReadCheckpoint(string file)
    {
        var (saved, _, _) = new CheckpointFolder(Path.GetDirectoryName(file)!, 1).ReadNewest();
        using (saved) return saved is not null;
    }

    private static Sound Tone() => new(8000, [[.. Enumerable.Range(0, 200).Select(i => MathF.Sin(i / 5f))]]);

    private static byte[] Midi() =>
    [
        .. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, .. "MTrk"u8, 0, 0, 0, 31,
        0, 0xFF, 0x51, 3, 7, 0xA1, 0x20, 0, 0xC0, 40, 0, 0x90, 60, 64, 96, 0x80, 60, 0, 0, 0x90, 64, 64, 96, 0x80, 64, 0, 0, 0xB0, 7, 0xFF, 0x2F, 0,
    ];
}
