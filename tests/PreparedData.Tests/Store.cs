using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PluginHost.PreparedData.Tests;

/// <summary>A store of a few samples of every kind, in a temporary folder.</summary>
internal sealed class Store : IDisposable
{
    /// <summary>Names as people give them; each also holds a class, a split and texts of its own.</summary>
    public static readonly string[] Ids =
        ["-flöte/take \"0\".mp4", "cello d'amore #2?.mp4", "--drop; DROP TABLE samples", "100 % sure", "日本 \\ back", "plain", "line\nbreak", " space "];

    public static readonly JsonObject Basis = JsonNode.Parse("""{ "dataset": { "use": "folder", "options": { "rate": 8000 } }, "without": [] }""")!.AsObject();

    public static readonly DatasetInfo Info = new()
    {
        Name = "tiny \"set\"", Classes = ["flöte", "cello d'amore"], AudioRate = 8000, FrameRate = 2.5, Domains = ["here", "there"], Proxies = ["flöte"],
    };

    public static readonly SampleInfo[] Samples =
    [
        .. Ids.Select((id, i) => new SampleInfo
        {
            Id = id, Labels = i == 5 ? [] : i == 6 ? [0, 1] : [i % 2], Split = (Split)(i % 3), Domain = i % 2 == 0 ? "here" : "", Group = i == 3 ? "pair" : "",
            Among = i == 4 ? [1] : null, Index = 7 * i,
        }),
    ];

    public string Folder { get; } = Directory.CreateTempSubdirectory("prepared tests ü ").FullName;

    public string File => Path.Combine(Folder, "clips #1 50%.db");

    /// <summary>Makes a sample: sound, pictures, one tensor of each other type, a text.</summary>
    public static Sample Make(SampleInfo info, int seed = 0)
    {
        var random = new RandomSource(11).Stream($"sample {seed}", info.Index);
        var sound = new float[800 + info.Index];
        for (var i = 0; i < sound.Length; i++) sound[i] = (float)random.NextDouble(-1, 1);
        var flat = new byte[3 * 3 * 8 * 8];
        Array.Fill(flat, (byte)(info.Index + 1));
        return new(
            info,
            new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [SampleKeys.Audio] = tensor(sound),
                [SampleKeys.Frames] = tensor(flat, [3, 3, 8, 8]),
                // Turned round: not in C order.
                ["turned"] = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]).transpose(0, 1),
                ["noise"] = tensor(Enumerable.Range(0, 512).Select(_ => (byte)random.Next(256)).ToArray()),
                ["doubles"] = tensor(new[] { double.Pi, -0.0, double.Epsilon }),
                ["halves"] = tensor(new float[] { 0.5f, -3 }).to_type(ScalarType.Float16),
                ["longs"] = tensor(new[] { long.MinValue, 5L }, [1, 2]),
                ["ints"] = tensor(new[] { -7, 8 }),
                ["shorts"] = tensor(new short[] { -3, 300 }),
                ["small"] = tensor(new sbyte[] { -3, 100 }),
                ["flags"] = tensor(new[] { true, false, true }),
                ["scalar"] = tensor(2.5f),
            },
            new Dictionary<string, string>(StringComparer.Ordinal) { [SampleKeys.Caption] = $"\"{info.Id}\" ü" });
    }

    public SampleDatabaseWriter Open(bool restart = false, JsonObject? basis = null, SampleInfo[]? samples = null) =>
        SampleDatabaseWriter.Open(File, basis ?? Basis, Info, samples ?? Samples, restart);

    /// <summary>Writes some places, and completes the store if none is missing then.</summary>
    public void Write(params int[] places)
    {
        using var writer = Open();
        foreach (var place in places)
        {
            using var sample = Make(Samples[place]);
            writer.Store(place, StoredSample.Of(sample, Info));
        }

        if (writer.Missing.Count == 0) writer.Complete();
    }

    public Store Written()
    {
        Write([.. Enumerable.Range(0, Samples.Length)]);
        return this;
    }

    /// <summary>Runs Debian's Python, which has the format's own reader and numpy.</summary>
    public static string Python(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", script, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors.Result);
        return output;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
