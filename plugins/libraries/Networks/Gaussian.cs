namespace PluginHost.Networks;

/// <summary>Normal numbers from the house's own generator: the same on every platform and with every version of libtorch.</summary>
internal static class Gaussian
{
    /// <summary>Draws a matrix row by row.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="purpose">What it is for; equal seeds for different purposes give different numbers.</param>
    /// <returns>(rows, columns) in float64, mean 0, variance 1.</returns>
    public static Tensor Matrix(int rows, int columns, long seed, string purpose)
    {
        var stream = new RandomSource(seed).Stream("networks." + purpose);
        var values = new double[(long)rows * columns];
        for (var i = 0L; i < values.LongLength; i++) values[i] = stream.NextGaussian();
        return tensor(values, [rows, columns], dtype: ScalarType.Float64);
    }
}
