namespace PluginHost.Plugins.CavMae;

/// <summary>
/// Positions of patches by sines and cosines of two coordinates (He et al., CVPR 2022): half of the channels for the column, half for the
/// row; of each half the sines come first, with frequencies 10000^(-k / quarter).
/// </summary>
internal static class Positions
{
    /// <summary>The positions of a grid whose columns vary fastest.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="width">Channels, divisible by 4.</param>
    /// <returns>(1, rows * columns, width), float32.</returns>
    public static Tensor Of(int rows, int columns, int width)
    {
        var quarter = width / 4;
        var values = new float[rows * columns * width];
        for (var place = 0; place < rows * columns; place++)
        {
            for (var k = 0; k < quarter; k++)
            {
                var frequency = Math.Pow(10000, -(double)k / quarter);
                var (column, row) = (place % columns * frequency, place / columns * frequency);
                var at = (place * width) + k;
                values[at] = (float)Math.Sin(column);
                values[at + quarter] = (float)Math.Cos(column);
                values[at + (2 * quarter)] = (float)Math.Sin(row);
                values[at + (3 * quarter)] = (float)Math.Cos(row);
            }
        }

        return tensor(values, [1, rows * columns, width]);
    }
}
