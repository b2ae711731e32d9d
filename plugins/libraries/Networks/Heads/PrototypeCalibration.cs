namespace PluginHost.Networks;

/// <summary>
/// The calibration of few-shot prototypes by base classes (TEEN, Wang et al., "Few-shot class-incremental learning via training-free
/// prototype calibration", NeurIPS 2023). With all vectors at length 1: p' = (1 - a) p + a n, n the direction of sum_b softmax_b(tau cos(p,
/// c_b)) c_b.
/// </summary>
public static class PrototypeCalibration
{
    /// <summary>Calibrates prototypes. Nothing is trained.</summary>
    /// <param name="prototypes">Means of the shots, (classes, D).</param>
    /// <param name="baseClasses">Means of the base classes alone, (B, D).</param>
    /// <param name="strength">The share a of the base classes; 0.5 in the paper.</param>
    /// <param name="sharpness">The factor tau of the cosines; 16 in the paper.</param>
    /// <returns>Calibrated prototypes, (classes, D).</returns>
    public static Tensor Calibrate(Tensor prototypes, Tensor baseClasses, double strength = 0.5, double sharpness = 16)
    {
        NetworkFault.CheckRows(prototypes, prototypes.size(-1), "prototypes");
        NetworkFault.CheckRows(baseClasses, prototypes.size(1), "base classes");
        if (baseClasses.size(0) == 0)
            throw NetworkFault.Of(NetworkFault.Use, "base classes", "There is no base class.", "Learn the base classes first.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (own, known) = (nn.functional.normalize(prototypes, 2, 1), nn.functional.normalize(baseClasses, 2, 1));
        var shares = (own.matmul(known.t()) * sharpness).softmax(1);
        var drawn = nn.functional.normalize(shares.matmul(known), 2, 1);
        return (((1 - strength) * own) + (strength * drawn)).MoveToOuterDisposeScope();
    }
}
