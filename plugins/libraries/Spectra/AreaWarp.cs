namespace PluginHost.Spectra;

/// <summary>
/// A warp for few rows: each row is the mean of the stretch of the linear spectrum between the midpoints to its neighbours, on the curve of
/// <see cref="LogScale"/>; masks come back by linear interpolation. Columns stay as they are.
/// </summary>
public sealed class AreaWarp : IFrequencyWarp
{
    private readonly Lazy<Tensor> _apply;
    private readonly Lazy<Tensor> _undo;

    /// <summary>States both linear maps; they are computed when first needed, so that composing a job loads no libtorch.</summary>
    /// <param name="linearBins">Rows of the linear spectrogram.</param>
    /// <param name="bins">Rows of the logarithmic one.</param>
    public AreaWarp(int linearBins, int bins)
    {
        _apply = new(() => tensor(AveragingWeights(linearBins, bins), [bins, linearBins]).DetachFromDisposeScope());
        _undo = new(() => tensor(InterpolationWeights(linearBins, bins), [linearBins, bins]).DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor magnitudes) => matmul(_apply.Value, magnitudes).unsqueeze(1);

    /// <inheritdoc/>
    public Tensor Undo(Tensor masks) => matmul(_undo.Value, masks.squeeze(1));

    private static float[] AveragingWeights(int linearBins, int bins)
    {
        var weights = new float[bins * linearBins];
        for (var row = 0; row < bins; row++)
        {
            // Bin k covers k - 0.5 to k + 0.5; the outermost rows end at the outermost bins' outer edges.
            var low = row == 0 ? -0.5 : Bin(row - 0.5);
            var high = row == bins - 1 ? linearBins - 0.5 : Bin(row + 0.5);
            for (var bin = Math.Max(0, (int)Math.Floor(low + 0.5)); bin < linearBins && bin - 0.5 < high; bin++)
            {
                var overlap = Math.Min(high, bin + 0.5) - Math.Max(low, bin - 0.5);
                if (overlap > 0) weights[(row * linearBins) + bin] = (float)(overlap / (high - low));
            }
        }

        return weights;

        double Bin(double row) => (LogScale.ToLinear(LogScale.Point(row, bins)) + 1) / 2 * (linearBins - 1);
    }

    private static float[] InterpolationWeights(int linearBins, int bins)
    {
        var weights = new float[linearBins * bins];
        for (var bin = 0; bin < linearBins; bin++)
        {
            var row = Math.Clamp((LogScale.ToLog(LogScale.Point(bin, linearBins)) + 1) / 2 * (bins - 1), 0, bins - 1);
            var below = Math.Min((int)row, bins - 2);
            weights[(bin * bins) + below] = (float)(1 - (row - below));
            weights[(bin * bins) + below + 1] = (float)(row - below);
        }

        return weights;
    }
}
