namespace PluginHost.Plugins.AvCil;

/// <summary>
/// The contrasts of AV-CIL between the sound and another modality of R rows (D-AVSC in Pian et al., ICCV 2023), from sound to picture only.
/// </summary>
public static class AudioVisualContrast
{
    /// <summary>Log-probabilities of a softmax over each row of A V' / temperature, with A and V of unit length.</summary>
    /// <param name="audio">Embeddings of sound, (R, D).</param>
    /// <param name="visual">Embeddings of the other modality, (R, D).</param>
    /// <param name="temperature">The temperature.</param>
    /// <returns>(R, R).</returns>
    public static Tensor LogProbabilities(Tensor audio, Tensor visual, double temperature) =>
        (Unit(audio).matmul(Unit(visual).transpose(0, 1)) / temperature).log_softmax(1);

    /// <summary>L_I: minus the mean of the diagonal.</summary>
    /// <param name="logProbabilities">(R, R).</param>
    /// <returns>A scalar.</returns>
    public static Tensor Instances(Tensor logProbabilities) => -logProbabilities.diagonal().mean();

    /// <summary>L_C: minus the mean over all pairs of rows of the log-probability where their classes are equal and 0 elsewhere.</summary>
    /// <param name="logProbabilities">(R, R).</param>
    /// <param name="labels">The labels of the rows.</param>
    /// <param name="dividePositives">Whether a row's sum is divided by the number of its positives, not by R.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Classes(Tensor logProbabilities, IReadOnlyList<int> labels, bool dividePositives)
    {
        using var codes = tensor(labels.Select(label => (long)label).ToArray(), device: logProbabilities.device);
        var equal = codes.unsqueeze(0).eq(codes.unsqueeze(1)).to(logProbabilities.dtype);
        if (!dividePositives) return -(equal * logProbabilities).mean();
        return -((equal * logProbabilities).sum(1) / equal.sum(1)).mean();
    }

    private static Tensor Unit(Tensor rows) => nn.functional.normalize(rows, p: 2, dim: 1, eps: 1e-12);
}
