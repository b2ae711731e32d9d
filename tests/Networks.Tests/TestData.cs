using System.Globalization;
using System.Text.Json;

namespace PluginHost.Networks.Tests;

/// <summary>What lies beside the tests; the scripts in Data say where it comes from.</summary>
internal static class TestData
{
    /// <summary>520 rows of 26 letters, 16 numbers each, standardised per number (mean 0, deviation 1 with divisor n).</summary>
    public static (Tensor Features, Tensor Labels) Letters()
    {
        var rows = File.ReadLines(PathOf("letters.csv")).Select(line => line.Split(',')).ToArray();
        var labels = rows.Select(row => (long)(row[0][0] - 'A')).ToArray();
        var numbers = rows.SelectMany(row => row[1..]).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var features = tensor(numbers, [rows.Length, 16], dtype: ScalarType.Float64);
        return ((features - features.mean([0])) / features.std(0, unbiased: false), tensor(labels));
    }

    /// <summary>The columns of discriminant.csv.</summary>
    public static long[] Discriminant(int column) =>
        [.. File.ReadLines(PathOf("discriminant.csv")).Select(line => long.Parse(line.Split(',')[column], CultureInfo.InvariantCulture))];

    /// <summary>One output of networks.json.</summary>
    public static double[] Network(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf("networks.json")));
        return [.. document.RootElement.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
    }

    /// <summary>The formula of networks.py.</summary>
    public static Tensor Wave(string name, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var offset = name.EndsWith("norm.weight", StringComparison.Ordinal) || name.EndsWith("var", StringComparison.Ordinal) ? 1.0 : 0;
        var scale = name == "input" ? 1 : shape.Length > 1 ? Math.Pow(count / shape[0], -0.5) : 0.2;
        var phase = name.Sum(character => (double)character);
        var values = new float[count];
        for (var i = 0; i < values.Length; i++) values[i] = (float)((scale * Math.Sin((0.7 * i) + phase)) + offset);
        return tensor(values, shape);
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Data", file);
}
