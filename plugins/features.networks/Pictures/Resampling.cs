namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>Weights of a resampling filter.</summary>
internal enum Filter
{
    /// <summary>A triangle over two pixels.</summary>
    Bilinear,

    /// <summary>A cubic over four pixels, a = -0.5 (Keys, 1981).</summary>
    Bicubic,
}

/// <summary>
/// Resizes planes of bytes as Pillow does, to the last bit: the filter is widened where a picture shrinks, rows before columns, each
/// rounded to bytes, weights as whole numbers of 22 bits.
/// </summary>
internal static class Resampling
{
    private const int Bits = 22;

    /// <summary>Resizes a plane.</summary>
    /// <param name="plane">Row by row.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="toHeight">Wanted rows.</param>
    /// <param name="toWidth">Wanted columns.</param>
    /// <param name="filter">The filter.</param>
    /// <returns>Row by row.</returns>
    public static byte[] Resize(ReadOnlySpan<byte> plane, int height, int width, int toHeight, int toWidth, Filter filter)
    {
        var rows = width == toWidth ? plane.ToArray() : Rows(plane, height, width, Taps.Of(width, toWidth, filter));
        return height == toHeight ? rows : Columns(rows, toWidth, Taps.Of(height, toHeight, filter));
    }

    private static byte[] Rows(ReadOnlySpan<byte> plane, int height, int width, Taps[] taps)
    {
        var result = new byte[height * taps.Length];
        for (var y = 0; y < height; y++)
        {
            var row = plane.Slice(y * width, width);
            for (var x = 0; x < taps.Length; x++)
            {
                var sum = 1 << (Bits - 1);
                var (first, weights) = (taps[x].First, taps[x].Weights);
                for (var i = 0; i < weights.Length; i++) sum += row[first + i] * weights[i];
                result[(y * taps.Length) + x] = Rounded(sum);
            }
        }

        return result;
    }

    private static byte[] Columns(byte[] plane, int width, Taps[] taps)
    {
        var result = new byte[taps.Length * width];
        var sums = new int[width];
        for (var y = 0; y < taps.Length; y++)
        {
            Array.Fill(sums, 1 << (Bits - 1));
            for (var i = 0; i < taps[y].Weights.Length; i++)
            {
                var (weight, row) = (taps[y].Weights[i], (taps[y].First + i) * width);
                for (var x = 0; x < width; x++) sums[x] += plane[row + x] * weight;
            }

            for (var x = 0; x < width; x++) result[(y * width) + x] = Rounded(sums[x]);
        }

        return result;
    }

    private static byte Rounded(int sum) => (byte)Math.Clamp(sum >> Bits, 0, 255);

    /// <summary>What one pixel of the result takes of a line: weights from a pixel on.</summary>
    private readonly record struct Taps(int First, int[] Weights)
    {
        public static Taps[] Of(int from, int to, Filter filter)
        {
            var scale = (double)from / to;
            var wide = Math.Max(1, scale);
            var support = wide * (filter == Filter.Bilinear ? 1 : 2);
            var taps = new Taps[to];
            for (var i = 0; i < to; i++)
            {
                var centre = (i + 0.5) * scale;
                var first = Math.Max(0, (int)(centre - support + 0.5));
                var end = Math.Min(from, (int)(centre + support + 0.5));
                var weights = new double[end - first];
                var sum = 0.0;
                for (var k = 0; k < weights.Length; k++)
                {
                    weights[k] = Weight(filter, (k + first - centre + 0.5) * (1 / wide));
                    sum += weights[k];
                }

                taps[i] = new(first, [.. weights.Select(weight => Whole(sum == 0 ? weight : weight / sum))]);
            }

            return taps;
        }

        private static int Whole(double weight) => (int)((weight * (1 << Bits)) + (weight < 0 ? -0.5 : 0.5));

        private static double Weight(Filter filter, double x)
        {
            x = Math.Abs(x);
            if (filter == Filter.Bilinear) return Math.Max(0, 1 - x);
            const double a = -0.5;
            if (x < 1) return ((((a + 2) * x) - (a + 3)) * x * x) + 1;
            return x < 2 ? ((((x - 5) * x) + 8) * x - 4) * a : 0;
        }
    }
}
