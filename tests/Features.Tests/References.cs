using System.Text;
using System.Text.Json;

namespace PluginHost.Features.Tests;

/// <summary>What Data/features.py made: names and shapes of a file's tensors, the frames' shape, and the vectors.</summary>
internal sealed record Reference(Dictionary<string, long[]> Tensors, long[] Frames, long[] Shape, float[] Vectors);

/// <summary>A plane that Pillow resized.</summary>
internal sealed record Resized(int[] From, int[] To, string Filter, int[] Bytes);

/// <summary>The references, and the formulas that their weights and pictures come from.</summary>
internal static class References
{
    private static readonly JsonDocument s_document = JsonDocument.Parse(File.ReadAllText(PathOf("features.json")));

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Data", file);

    public static Reference Case(string name) => Case(s_document.RootElement.GetProperty("cases").GetProperty(name));

    public static Dictionary<string, long[]> Published(string network) =>
        Shapes(s_document.RootElement.GetProperty("published").GetProperty(network));

    public static IEnumerable<Resized> Resized() => s_document.RootElement.GetProperty("resized").EnumerateArray().Select(entry => new Resized(
        entry.GetProperty("from").Deserialize<int[]>()!, entry.GetProperty("to").Deserialize<int[]>()!, entry.GetProperty("filter").GetString()!,
        entry.GetProperty("bytes").Deserialize<int[]>()!));

    /// <summary>The weights of features.py for a name and a shape.</summary>
    public static Tensor Weights(string name, long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var values = new float[count];
        var start = Start(name);
        var scale = Math.Sqrt(3.0 / (count / shape[0]));
        var offset = name.EndsWith("weight", StringComparison.Ordinal) || name.EndsWith("var", StringComparison.Ordinal) ? 1 : 0;
        for (var i = 0L; i < count; i++)
        {
            var value = ((Mixed(start + (ulong)i) >> 11) / (double)(1L << 52)) - 1;
            values[i] = (float)(shape.Length > 1 ? value * scale : (0.2 * value) + offset);
        }

        return tensor(values, shape);
    }

    /// <summary>The frames of features.py for a shape.</summary>
    public static Tensor Frames(params long[] shape)
    {
        var values = new byte[shape.Aggregate(1L, (product, size) => product * size)];
        var start = Start("frames");
        for (var i = 0; i < values.Length; i++) values[i] = (byte)(Mixed(start + (ulong)i) >> 56);
        return tensor(values, shape, ScalarType.Byte);
    }

    public static Dictionary<string, long[]> Shapes(JsonElement names) =>
        names.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.Deserialize<long[]>()!, StringComparer.Ordinal);

    public static Reference Case(JsonElement entry) => new(
        Shapes(entry.GetProperty("tensors")), entry.GetProperty("frames").Deserialize<long[]>()!, entry.GetProperty("shape").Deserialize<long[]>()!,
        entry.GetProperty("vectors").Deserialize<float[]>()!);

    // FNV-1a.
    private static ulong Start(string name) =>
        Encoding.UTF8.GetBytes(name).Aggregate(0xCBF29CE484222325, (hash, part) => (hash ^ part) * 0x100000001B3);

    // SplitMix64.
    private static ulong Mixed(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
