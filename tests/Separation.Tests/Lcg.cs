namespace PluginHost.Separation.Tests;

/// <summary>The generator of docs/separation.md, "Golden values": x ← (1103515245 x + 12345) mod 2^31, value x/2^30 - 1.</summary>
internal static class Lcg
{
    public static double[] Draw(long seed, int count)
    {
        var values = new double[count];
        var x = (ulong)seed;
        for (var i = 0; i < count; i++)
        {
            x = ((1103515245UL * x) + 12345UL) % (1UL << 31);
            values[i] = (x / (double)(1 << 30)) - 1;
        }

        return values;
    }

    public static Tensor Tensor(long seed, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return tensor(Draw(seed, (int)count), dtype: ScalarType.Float64).reshape(shape);
    }
}
