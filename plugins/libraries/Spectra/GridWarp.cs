namespace PluginHost.Spectra;

/// <summary>
/// The warp of Sound of Pixels' released code: bilinear sampling on a grid, zeros outside, pixel centres as with
/// <c>align_corners=false</c> (docs/separation.md, "Frequency scale"). It samples columns too: column j reads column j·T/(T-1) - 0.5, so edges fade.
/// </summary>
public sealed class GridWarp : IFrequencyWarp
{
    private readonly Tensor _apply;
    private readonly Tensor _undo;

    /// <summary>Computes the grids in double precision and keeps them as float32.</summary>
    /// <param name="linearBins">Rows of the linear spectrogram.</param>
    /// <param name="bins">Rows of the logarithmic one.</param>
    /// <param name="frames">Columns of both.</param>
    public GridWarp(int linearBins, int bins, int frames)
    {
        _apply = Grid(bins, frames, LogScale.ToLinear);
        _undo = Grid(linearBins, frames, LogScale.ToLog);
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor magnitudes) => Sample(magnitudes.unsqueeze(1), _apply);

    /// <inheritdoc/>
    public Tensor Undo(Tensor masks) => Sample(masks, _undo).squeeze(1);

    /// <summary>Computes the ordinates at which rows are sampled.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="curve">The curve from output places to input places.</param>
    /// <returns>One ordinate per row, from -1 to 1.</returns>
    public static double[] Ordinates(int rows, Func<double, double> curve) =>
        [.. Enumerable.Range(0, rows).Select(row => curve(LogScale.Point(row, rows)))];

    private static Tensor Grid(int rows, int frames, Func<double, double> curve)
    {
        var ordinates = Ordinates(rows, curve);
        var values = new float[rows * frames * 2];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < frames; column++)
            {
                var at = ((row * frames) + column) * 2;
                values[at] = (float)LogScale.Point(column, frames);
                values[at + 1] = (float)ordinates[row];
            }
        }

        return tensor(values, [1, rows, frames, 2]).DetachFromDisposeScope();
    }

    private static Tensor Sample(Tensor images, Tensor grid) => nn.functional.grid_sample(
        images,
        grid.expand(images.shape[0], -1, -1, -1),
        mode: GridSampleMode.Bilinear,
        padding_mode: GridSamplePaddingMode.Zeros,
        align_corners: false);
}
