using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PluginHost.Benchmarks.Reference;

/// <summary>
/// A fixed set of convolutions and matrix products, forward and backward, of the sizes that iQuery and ResNet-18 have: what of a ratio is the
/// library's. library.py has the same set.
/// </summary>
internal static class LibrarySet
{
    // Items, channels in, height and width, channels out, kernel, stride, padding.
    private static readonly int[][] s_convolutions =
    [
        [16, 16, 32, 32, 4, 2, 1], [16, 128, 32, 64, 3, 1, 1], [16, 256, 8, 128, 3, 1, 1], [8, 128, 64, 32, 3, 1, 1],
        [4, 512, 32, 256, 3, 1, 1], [32, 64, 32, 64, 3, 1, 1], [32, 256, 8, 256, 3, 1, 1],
    ];

    // Matrices, rows, inner size, columns.
    private static readonly int[][] s_products = [[1, 4096, 256, 256], [1, 1024, 256, 1024], [128, 256, 16, 256], [16, 8, 16, 4096]];

    /// <summary>Times every entry.</summary>
    /// <param name="repeats">How often; the least counts.</param>
    /// <returns>Milliseconds by the name that library.py has.</returns>
    public static JsonObject Time(int repeats)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        var times = new JsonObject();
        foreach (var size in s_convolutions) times["conv " + string.Join('x', size)] = Least(repeats, Convolution(size));
        foreach (var size in s_products) times["product " + string.Join('x', size)] = Least(repeats, Product(size));
        return times;
    }

    private static Func<Tensor> Convolution(int[] size)
    {
        var x = rand(size[0], size[1], size[2], size[2], requires_grad: true);
        var weight = rand(size[3], size[1], size[4], size[4], requires_grad: true);
        return () => nn.functional.conv2d(x, weight, strides: [size[5], size[5]], padding: [size[6], size[6]]);
    }

    private static Func<Tensor> Product(int[] size)
    {
        var a = rand(size[0], size[1], size[2], requires_grad: true);
        var b = rand(size[0], size[2], size[3], requires_grad: true);
        return () => a.matmul(b);
    }

    private static double Least(int repeats, Func<Tensor> forward)
    {
        var least = double.MaxValue;
        for (var i = 0; i < repeats + 1; i++)
        {
            using var scope = NewDisposeScope();
            var start = Stopwatch.GetTimestamp();
            forward().sum().backward();
            // The first warms up.
            if (i > 0) least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return least;
    }
}
