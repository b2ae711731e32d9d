namespace PluginHost.Plugins.AudioVisual;

/// <summary>The losses over pairs. Each gives a tensor (n) whose mean is the loss; all arithmetic is float32.</summary>
public static class PairLosses
{
    /// <summary>
    /// Recovered patches against the originals, each original brought to mean 0 and variance 1 by itself (He et al., CVPR 2022, section 3):
    /// the mean over patches of the mean squared error. The variance divides by one less than the values, plus 1e-6.
    /// </summary>
    /// <param name="recovered">(n, patches, values).</param>
    /// <param name="original">(n, patches, values).</param>
    /// <returns>(n), differentiable.</returns>
    public static Tensor Recovery(Tensor recovered, Tensor original)
    {
        using var scope = NewDisposeScope();
        var mean = original.mean([2L], keepdim: true);
        var variance = (original - mean).square().sum(2, keepdim: true) / Math.Max(1, original.shape[2] - 1);
        var wanted = (original - mean) / (variance + 1e-6).sqrt();
        return (recovered.to(ScalarType.Float32) - wanted).square().mean([1L, 2L]).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The contrast of pairs in both directions (InfoNCE; Gong et al., ICLR 2023, equation 6): with s_ij = cos(a_i, v_j) / T, a row is the
    /// mean of -log softmax over j of s_ij and -log softmax over j of s_ji at j = i.
    /// </summary>
    /// <param name="audio">Embeddings (n, D).</param>
    /// <param name="video">Embeddings (n, D).</param>
    /// <param name="temperature">T, above 0.</param>
    /// <returns>(n), differentiable.</returns>
    public static Tensor Contrast(Tensor audio, Tensor video, double temperature)
    {
        using var scope = NewDisposeScope();
        var (a, v) = (Unit(audio), Unit(video));
        var scores = a.matmul(v.t()) / temperature;
        return (((scores.logsumexp(1) + scores.logsumexp(0)) / 2) - scores.diagonal()).MoveToOuterDisposeScope();
    }

    internal static Tensor Unit(Tensor embeddings) => nn.functional.normalize(embeddings.to(ScalarType.Float32), 2, 1);
}
