namespace PluginHost.Spectra;

/// <summary>Brings spectrograms onto the frequency scale of the network and masks back. Safe to use from several threads.</summary>
public interface IFrequencyWarp
{
    /// <summary>Warps magnitudes.</summary>
    /// <param name="magnitudes">Magnitudes, float32 (N, F, T).</param>
    /// <returns>Magnitudes on the network's scale, (N, 1, F', T).</returns>
    Tensor Apply(Tensor magnitudes);

    /// <summary>Brings masks back to the linear scale.</summary>
    /// <param name="masks">Masks, float32 (N, 1, F', T).</param>
    /// <returns>Masks for the linear spectrogram, (N, F, T).</returns>
    Tensor Undo(Tensor masks);
}

/// <summary>Keeps the linear frequency scale.</summary>
public sealed class NoWarp : IFrequencyWarp
{
    /// <inheritdoc/>
    public Tensor Apply(Tensor magnitudes) => magnitudes.unsqueeze(1);

    /// <inheritdoc/>
    public Tensor Undo(Tensor masks) => masks.squeeze(1);
}

/// <summary>
/// The logarithmic frequency scale of Sound of Pixels (Zhao et al., ECCV 2018) and its successors: 21-fold from the lowest to the highest
/// row (docs/separation.md, "Frequency scale").
/// </summary>
public static class LogScale
{
    /// <summary>Finds the place on the linear axis that a place on the logarithmic one stands for.</summary>
    /// <param name="y">The place on the logarithmic axis, from -1 to 1.</param>
    /// <returns>The place on the linear axis, from -1 to 1.</returns>
    public static double ToLinear(double y) => (Math.Pow(21, (y + 1) / 2) - 11) / 10;

    /// <summary>The inverse of <see cref="ToLinear"/>.</summary>
    /// <param name="y">The place on the linear axis, from -1 to 1.</param>
    /// <returns>The place on the logarithmic axis, from -1 to 1.</returns>
    public static double ToLog(double y) => (2 * Math.Log((10 * y) + 11) / Math.Log(21)) - 1;

    /// <summary>Divides the axis from -1 to 1.</summary>
    /// <param name="index">A point, from 0.</param>
    /// <param name="count">The number of points, ends included.</param>
    /// <returns>The point's place.</returns>
    public static double Point(double index, int count) => (2 * index / (count - 1)) - 1;
}
