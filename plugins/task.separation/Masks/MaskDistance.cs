namespace PluginHost.Plugins.Separation.Masks;

/// <summary>Weighted distances between masks, row by row.</summary>
internal static class MaskDistance
{
    /// <summary>Mean over the cells of w·|P - M|.</summary>
    /// <param name="predictions">Masks, (rows, 1, F', T), of any floating type.</param>
    /// <param name="targets">Masks of the same shape.</param>
    /// <param name="weights">
    /// Weights of the rows' items, (rows, 1, F', T), or (B, 1, F', T) when the rows are all rows of the batch.
    /// </param>
    /// <returns>Distances, float32 (rows).</returns>
    public static Tensor Absolute(Tensor predictions, Tensor targets, Tensor weights) =>
        Mean((predictions.to_type(ScalarType.Float32) - targets.to_type(ScalarType.Float32)).abs(), weights);

    /// <summary>Mean over the cells of w times the binary cross entropy of P against M.</summary>
    /// <param name="predictions">Probabilities, (rows, 1, F', T), of any floating type.</param>
    /// <param name="targets">Masks of zeros and ones of the same shape.</param>
    /// <param name="weights">As for <see cref="Absolute"/>.</param>
    /// <returns>Distances, float32 (rows).</returns>
    public static Tensor CrossEntropy(Tensor predictions, Tensor targets, Tensor weights)
    {
        // libtorch bounds the logarithm at -100, so that a certain and wrong prediction stays finite.
        var entropy = nn.functional.binary_cross_entropy(
            predictions.to_type(ScalarType.Float32), targets, reduction: nn.Reduction.None);
        return Mean(entropy, weights);
    }

    private static Tensor Mean(Tensor cells, Tensor weights)
    {
        var (rows, items) = (cells.shape[0], weights.shape[0]);
        var weighted = cells.view(rows / items, items, -1) * weights.reshape(1, items, -1);
        return weighted.mean([-1]).view(rows);
    }
}
