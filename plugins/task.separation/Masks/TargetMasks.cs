namespace PluginHost.Plugins.Separation.Masks;

/// <summary>Target masks, loss weights and network input from warped magnitudes (docs/separation.md, "Masks and losses").</summary>
internal static class TargetMasks
{
    /// <summary>Computes target masks.</summary>
    /// <param name="sources">Warped source magnitudes, (R, 1, F', T), rows slot by slot.</param>
    /// <param name="mixtures">Warped mixture magnitudes, (B, 1, F', T).</param>
    /// <param name="options">The task's options.</param>
    /// <returns>Masks, (R, 1, F', T).</returns>
    public static Tensor Compute(Tensor sources, Tensor mixtures, SeparationOptions options)
    {
        var repeated = mixtures.repeat(sources.shape[0] / mixtures.shape[0], 1, 1, 1);
        return options.Mask == MaskKind.Binary
            ? sources.gt(repeated * 0.5).to_type(ScalarType.Float32)
            : (sources / repeated).clamp(0, options.MaskClamp);
    }

    /// <summary>Computes loss weights from the network input ln(1 + mixture).</summary>
    /// <param name="input">The network input, (B, 1, F', T).</param>
    /// <param name="weighted">Whether cells weigh differently at all.</param>
    /// <returns>Weights, (B, 1, F', T).</returns>
    public static Tensor Weights(Tensor input, bool weighted) => weighted ? input.clamp(0.001, 10) : ones_like(input);
}
