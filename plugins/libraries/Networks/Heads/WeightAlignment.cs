namespace PluginHost.Networks;

/// <summary>
/// Weight alignment (Zhao et al., "Maintaining discrimination and fairness in class incremental learning", CVPR 2020): rows of
/// new classes come out longer than those of old ones, which biases scores towards them.
/// </summary>
/// <remarks>
/// Ours: rows are shortened, never lengthened. After few steps new rows are the shorter ones, and lengthening them would favour new classes.
/// </remarks>
public static class WeightAlignment
{
    /// <summary>
    /// Multiplies the new rows by the mean length of the old rows over that of the new ones, in place, unless they are shorter. Biases stay.
    /// </summary>
    /// <param name="weight">The classifier's rows, (classes, D).</param>
    /// <param name="oldClasses">How many rows are old; at least one row is old and one new.</param>
    /// <returns>The factor, at most 1.</returns>
    /// <exception cref="PluginHost.Contracts.JobException">There is no old row or no new one.</exception>
    public static double Align(Tensor weight, int oldClasses)
    {
        var classes = weight.size(0);
        if (oldClasses < 1 || oldClasses >= classes)
            throw NetworkFault.Of(
                NetworkFault.Use, "linear head", $"{oldClasses} of {classes} rows cannot be the old ones.", "Align after growing.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var norms = weight.norm(1);
        var fresh = norms.narrow(0, oldClasses, classes - oldClasses).mean().ToDouble();
        var factor = fresh > 0 ? Math.Min(1, norms.narrow(0, 0, oldClasses).mean().ToDouble() / fresh) : 1;
        weight.narrow(0, oldClasses, classes - oldClasses).mul_(factor);
        return factor;
    }
}
