using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace PluginHost.Reports.Tests;

/// <summary>A folder as a run leaves it: four experiences of two classes, with names that are markup, events, counts and examples.</summary>
internal sealed class FixtureRun : IDisposable
{
    /// <summary>A class whose name is markup.</summary>
    public const string Hostile = "<b onmouseover=\"alert(1)\">Flöte & 'Co'</b>";

    /// <summary>Classes in the order of the stream.</summary>
    public static readonly string[] Classes = [Hostile, "clarinet", "drum", "</script><script>alert(2)</script>", "piano", "tuba", "violin", "Xylophon, \"alt\""];

    /// <summary>SDR on all classes seen, after each experience.</summary>
    public static readonly double[] Sdr = [7.375, 7.486, 5.341, 5.738];

    /// <summary>R[t][k] of SDR.</summary>
    public static readonly double[][] Matrix = [[7.38], [7.18, 10.24], [6.79, 10.07, 5.1], [7.46, 11.1, 4.7, 2.26]];

    private const int StepsPerExperience = 200;

    public string Folder { get; } = Directory.CreateTempSubdirectory("pluginhost-reports-").FullName;

    public FixtureRun(string state = "completed", string? reason = null)
    {
        Write("run.json", $$"""{ "state": "{{state}}", "started": "2026-11-28T08:31:29+01:00"{{(reason is null ? "" : $", \"reason\": \"{reason}\"")}} }""");
        Write("job.json", """
            { "name": "contav", "seed": 3, "device": "cpu", "threads": 2, "dataset": { "use": "synthetic" }, "separator": { "use": "iquery" },
              "benchmark": { "use": "class-incremental" }, "strategy": [ { "use": "lwf" }, { "use": "replay" } ], "note": "</pre><script>alert(3)</script>" }
            """);
        Write("plugins.lock.json", """
            { "host": "0.1.0", "shared": [ { "name": "TorchSharp", "version": "0.107.0.0", "sha256": "abc" } ],
              "plugins": [ { "id": "strategy.lwf", "version": "0.1.0", "files": { "a.dll": "one" } }, { "id": "classifiers", "version": "1.2.0", "files": {} } ] }
            """);
        Write("metrics.json", Metrics());
        Write("events.jsonl", Events());
        Write("counts/confusion-3-test.csv", Counts());
        Write("examples/index.json", """
            { "title": "Test mixtures after the last experience", "items": [
              { "title": "violin + <i>flute</i>", "figures": { "SDR": 7.125, "SIR": null }, "parts": [
                { "kind": "sound", "label": "mixture", "file": "0/mixture.wav" },
                { "kind": "sound", "label": "target", "file": "0/violin.wav", "group": "violin" },
                { "kind": "picture", "label": "mask \"violin\"", "file": "0/mask.png", "group": "violin" },
                { "kind": "text", "label": "words", "text": "a <word>", "group": "violin" } ] } ] }
            """);
        Write("examples/0/mixture.wav", Wave(0.5));
        Write("examples/0/violin.wav", Wave(0.25));
        Write("examples/0/mask.png", Picture(48, 32));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string At(string name) => Path.Combine(Folder, name);

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), bytes);
    }

    /// <summary>A tone of 440 Hz as a WAV file, 16 bits, 8 kHz.</summary>
    public static byte[] Wave(double seconds)
    {
        var samples = (int)(8000 * seconds);
        var file = new byte[44 + 2 * samples];
        "RIFF"u8.CopyTo(file);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        "data"u8.CopyTo(file.AsSpan(36));
        foreach (var (at, value) in new[] { (4, file.Length - 8), (16, 16), (24, 8000), (28, 16000), (40, 2 * samples) })
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        foreach (var (at, value) in new (int, short)[] { (20, 1), (22, 1), (32, 2), (34, 16) }) BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), value);
        for (var i = 0; i < samples; i++) BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + 2 * i), (short)(12000 * Math.Sin(2 * Math.PI * 440 * i / 8000)));
        return file;
    }

    /// <summary>A grey ramp as a PNG file.</summary>
    public static byte[] Picture(int width, int height)
    {
        using var rows = new MemoryStream();
        using (var packed = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                packed.WriteByte(0);
                for (var x = 0; x < width; x++) packed.WriteByte((byte)(255 * (x + y) / (width + height)));
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. Chunk("IHDR", header), .. Chunk("IDAT", rows.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. content];
        var crc = uint.MaxValue;
        foreach (var value in named)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        var ends = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(ends, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(ends.AsSpan(4), ~crc);
        return [.. ends[..4], .. named, .. ends[4..]];
    }

    private static string Text(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Metrics()
    {
        var experiences = Enumerable.Range(0, 4).Select(t => FormattableString.Invariant($$"""
            { "experience": {{t}}, "newClasses": [{{Text(Classes[2 * t])}}, {{Text(Classes[2 * t + 1])}}], "domain": "", "steps": 200, "skippedBatches": {{t / 3}},
              "trainingSeconds": {{70 + t}}, "testSeconds": 5.5, "processorSeconds": 130, "stepsPerSecond": 2.81, "exemplars": {{2 * t}}, "modelBytes": 6393504,
              "memoryBytes": {{481360 * t}}, "strategyBytes": {{(t == 0 ? 0 : 6393504)}}, "heldBytes": {{481360 * t + (t == 0 ? 0 : 6393504)}},
              "test": { "scope": "test", "scores": { "SDR": {{Sdr[t]}}, "rank": {{10 + t}} } } }
            """));
        var matrix = string.Join(", ", Matrix.Select(row => $"[{string.Join(", ", row.Select(value => value.ToString(CultureInfo.InvariantCulture)))}]"));
        var classes = string.Join(", ", Classes.Select((name, k) =>
            $"{Text(name)}: [{string.Join(", ", Enumerable.Range(0, 4).Select(t => t < k / 2 ? "null" : (8 - k / 2.0 + t / 4.0).ToString(CultureInfo.InvariantCulture)))}]"));
        return $$"""
            { "run": "contav <sep>", "dataset": "synthetic, 8 classes", "device": "auto", "threads": 2, "seed": 3, "complete": true,
              "classes": [], "proxies": [], "skippedSamples": [ { "id": "clip 7", "split": "test", "why": "no sound" } ], "unmeasured": [], "gaps": ["one gap"],
              "figures": [ { "name": "SDR", "unit": "dB", "higherIsBetter": true, "describesInput": false },
                           { "name": "rank", "unit": "", "higherIsBetter": false, "describesInput": false } ],
              "experiences": [ {{string.Join(", ", experiences)}} ],
              "matrix": { "SDR": [ {{matrix}} ], "rank": [ [10], [12, 11], [14, 13, 12], [15, 14, 13, 10] ] },
              "classMatrix": { "SDR": { {{classes}} } },
              "summary": { "SDR": { "pooled final average": 6.656, "forgetting": -0.18, "forward transfer": null }, "rank": { "pooled final average": 12.5, "forgetting": 1 } },
              "undefined": { "SDR": { "forward transfer": "experiences to come were not tested" } },
              "seconds": 312.5, "stepsPerSecond": 2.81 }
            """;
    }

    private static string Events()
    {
        var text = new StringBuilder("""
            {"event":"run-started","run":"contav","resumed":false}
            {"event":"message","severity":"note","text":"libtorch 2.10.0 on cpu: compute threads 2."}
            {"event":"message","severity":"warning","text":"a <warning>"}

            """);
        for (var t = 0; t < 4; t++)
        {
            for (var step = 10; step <= StepsPerExperience; step += 10)
            {
                var loss = 2 * Math.Exp(-step / 90.0) + 0.2 + 0.3 * t + 0.02 * Math.Sin(step);
                text.Append(CultureInfo.InvariantCulture, $$"""
                    {"event":"step","experience":{{t}},"phase":"main","epoch":0,"step":{{step}},"steps":200,"loss":{{loss}},"terms":{"base":{{loss * 0.7}},"distil<lation>":{{loss * 0.3}}},"rates":{"sound":{{0.001 * Math.Min(1, step / 50.0)}},"head":0.0005},"stepsPerSecond":{{2.7 + 0.1 * Math.Cos(step)}}}

                    """);
                if (step % 50 != 0) continue;
                text.Append(CultureInfo.InvariantCulture, $$"""
                    {"event":"evaluation","experience":{{t}},"scope":"validation","step":{{step}},"scores":{"SDR":{{5 + (step / 100.0)}},"rank":{{20 - t}} } }

                    """);
            }
        }

        return text.Append("""{"event":"run-ended","outcome":"completed","seconds":325.5}""").Append('\n').ToString();
    }

    private static string Counts()
    {
        static string Field(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var text = new StringBuilder("true \\ predicted," + string.Join(',', Classes.Select(Field)) + "\n");
        for (var k = 0; k < Classes.Length; k++) text.Append(Field(Classes[k])).Append(',').AppendJoin(',', Enumerable.Range(0, Classes.Length).Select(j => j == k ? 20 + k : (j + k) % 3)).Append('\n');
        return text.ToString();
    }
}
